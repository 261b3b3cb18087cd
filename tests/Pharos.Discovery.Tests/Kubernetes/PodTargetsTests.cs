namespace Pharos.Discovery.Tests.Kubernetes;

public sealed class PodTargetsTests
{
    private const string Web = """
        {
          "metadata": {
            "name": "web-5d4f8-x1", "namespace": "shop", "uid": "u-1", "resourceVersion": "7",
            "labels": {"app.kubernetes.io/name": "web", "empty": ""},
            "annotations": {"prometheus.io/scrape": "true"},
            "managedFields": [{"manager": "kubectl", "fieldsV1": {"f:metadata": {"f:labels": {}}}}],
            "ownerReferences": [{"kind": "Other", "name": "no"}, {"kind": "ReplicaSet", "name": "web-5d4f8", "controller": true}]
          },
          "spec": {
            "nodeName": "n1",
            "containers": [
              {"name": "web", "image": "web:1", "ports": [{"name": "http", "containerPort": 80, "protocol": "TCP"}, {"containerPort": 81, "protocol": "UDP"}], "env": [{"name": "A", "value": "b"}]},
              {"name": "side", "image": "side:2"}
            ],
            "initContainers": [{"name": "init", "image": "init:3", "ports": [{"name": "i", "containerPort": 9, "protocol": "TCP"}]}]
          },
          "status": {
            "phase": "Running", "podIP": "10.1.0.5", "hostIP": "192.168.0.1",
            "conditions": [{"type": "Initialized", "status": "True"}, {"type": "Ready", "status": "False"}],
            "containerStatuses": [{"name": "side", "containerID": "docker://s"}, {"name": "web", "containerID": "docker://w"}],
            "initContainerStatuses": [{"name": "init", "containerID": "docker://i"}]
          }
        }
        """;

    private const string WebLabels =
        "{namespace=\"shop\", pod_annotation_prometheus_io_scrape=\"true\", pod_annotationpresent_prometheus_io_scrape=\"true\", pod_controller_kind=\"ReplicaSet\", "
        + "pod_controller_name=\"web-5d4f8\", pod_host_ip=\"192.168.0.1\", pod_ip=\"10.1.0.5\", pod_label_app_kubernetes_io_name=\"web\", "
        + "pod_labelpresent_app_kubernetes_io_name=\"true\", pod_labelpresent_empty=\"true\", pod_name=\"web-5d4f8-x1\", pod_node_name=\"n1\", pod_phase=\"Running\", "
        + "pod_ready=\"false\", pod_uid=\"u-1\"}";

    [Fact]
    public async Task Pod_WithContainers_HasATargetForEachPortAndEachContainerWithoutPorts()
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Server.On("/api/v1/pods", Web);

        Assert.Equal(
            [
                "{\"10.1.0.5:80\", pod_container_id=\"docker://w\", pod_container_image=\"web:1\", pod_container_init=\"false\", pod_container_name=\"web\", "
                + "pod_container_port_name=\"http\", pod_container_port_number=\"80\", pod_container_port_protocol=\"TCP\"} + " + WebLabels,
                "{\"10.1.0.5:81\", pod_container_id=\"docker://w\", pod_container_image=\"web:1\", pod_container_init=\"false\", pod_container_name=\"web\", "
                + "pod_container_port_number=\"81\", pod_container_port_protocol=\"UDP\"} + " + WebLabels,
                "{\"10.1.0.5\", pod_container_id=\"docker://s\", pod_container_image=\"side:2\", pod_container_init=\"false\", pod_container_name=\"side\"} + " + WebLabels,
                "{\"10.1.0.5:9\", pod_container_id=\"docker://i\", pod_container_image=\"init:3\", pod_container_init=\"true\", pod_container_name=\"init\", "
                + "pod_container_port_name=\"i\", pod_container_port_number=\"9\", pod_container_port_protocol=\"TCP\"} + " + WebLabels,
            ],
            await cluster.DiscoverAsync("role: pod"));
    }

    [Theory]
    [InlineData("""{"metadata": {"name": "p", "namespace": "n"}, "spec": {"containers": [{"name": "c"}]}, "status": {"phase": "Pending"}}""", "gone pod/n/p")]
    [InlineData("""{"metadata": {"name": "p", "namespace": "n"}, "spec": {"containers": null}, "status": {"podIP": "fd00::1"}}""", "gone pod/n/p")]
    [InlineData(
        """{"status": {"podIP": "fd00::1", "conditions": 7}, "spec": {"containers": [{"ports": [{"containerPort": 1}]}]}, "metadata": {"namespace": "n", "name": "p", "labels": ["odd"]}}""",
        "{\"[fd00::1]:1\", pod_container_init=\"false\", pod_container_port_number=\"1\"} + {namespace=\"n\", pod_ip=\"fd00::1\", pod_name=\"p\", pod_ready=\"unknown\"}")]
    [InlineData(
        """{"metadata": {"name": "p", "namespace": "n", "labels": {"a.b": "1", "a-b": "2", "ä": "3"}}, "spec": {"containers": [{"name": "c"}]}, "status": {"podIP": "1.2.3.4"}}""",
        "{\"1.2.3.4\", pod_container_init=\"false\", pod_container_name=\"c\"} + {namespace=\"n\", pod_ip=\"1.2.3.4\", pod_label__=\"3\", pod_label_a_b=\"2\", "
        + "pod_labelpresent__=\"true\", pod_labelpresent_a_b=\"true\", pod_name=\"p\", pod_ready=\"unknown\"}")]
    public async Task Pod_WithLittle_HasWhatThereIs(string pod, string target)
    {
        await using var cluster = await Cluster.StartAsync();
        cluster.Server.On("/api/v1/pods", pod);

        Assert.Equal([target], await cluster.DiscoverAsync("role: pod"));
    }
}
