using System.Text.Json;
using Pharos.Server.Tests.Api;
using Pharos.Testing;

namespace Pharos.Server.Tests.Kubernetes;

/// <summary>What tutorials tell to write for a cluster, against one: jobs by nodes, endpoints, pods and services, all behind TLS.</summary>
public sealed class TutorialTests
{
    private const string Configuration =
        """
        global: {scrape_interval: 1h}
        scrape_configs:
        - job_name: apiservers
          scrape_interval: 1s
          scheme: https
          tls_config: {ca_file: CA}
          authorization: {credentials_file: TOKEN}
          kubernetes_sd_configs: [{role: endpoints, ACCESS}]
          relabel_configs:
          - source_labels: [__meta_kubernetes_namespace, __meta_kubernetes_service_name, __meta_kubernetes_endpoint_port_name]
            regex: default;kubernetes;https
            action: keep
        - job_name: node-exporter
          kubernetes_sd_configs: [{role: endpoints, ACCESS}]
          relabel_configs:
          - {source_labels: [__meta_kubernetes_endpoints_name], regex: node-exporter, action: keep}
          - {source_labels: [__meta_kubernetes_endpoint_node_name], target_label: node}
          - {source_labels: [__meta_kubernetes_pod_name], target_label: pod}
        - job_name: kubelet
          scrape_interval: 1s
          scheme: https
          tls_config: {insecure_skip_verify: true}
          bearer_token_file: TOKEN
          kubernetes_sd_configs: [{role: node, ACCESS}]
          relabel_configs: [{action: labelmap, regex: __meta_kubernetes_node_label_(.+)}]
        - job_name: cadvisor
          scrape_interval: 1s
          scheme: https
          tls_config: {ca_file: CA}
          authorization: {credentials_file: TOKEN}
          kubernetes_sd_configs: [{role: node, ACCESS}]
          relabel_configs:
          - {target_label: __metrics_path__, replacement: /metrics/cadvisor}
          - {source_labels: [__meta_kubernetes_node_name], regex: n2, action: drop}
        - job_name: kubelet-of-strangers
          scrape_interval: 1s
          scheme: https
          authorization: {credentials_file: TOKEN}
          kubernetes_sd_configs: [{role: node, selectors: [{role: node, field: metadata.name=n1}], ACCESS}]
          relabel_configs: [{source_labels: [__meta_kubernetes_node_name], regex: n1, action: keep}]
        - job_name: pods
          kubernetes_sd_configs: [{role: pod, ACCESS}]
          relabel_configs:
          - {source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_scrape], regex: "true", action: keep}
          - {source_labels: [__meta_kubernetes_pod_annotation_prometheus_io_path], regex: (.+), target_label: __metrics_path__}
          - {source_labels: [__address__, __meta_kubernetes_pod_annotation_prometheus_io_port], regex: '([^:]+)(?::\d+)?;(\d+)', replacement: $1:$2, target_label: __address__}
          - {action: labelmap, regex: __meta_kubernetes_pod_label_(.+)}
          - {source_labels: [__meta_kubernetes_namespace], target_label: namespace}
          - {source_labels: [__meta_kubernetes_pod_name], target_label: pod}
        - job_name: services
          metrics_path: /probe
          params: {module: [http_2xx]}
          kubernetes_sd_configs: [{role: service, ACCESS}]
          relabel_configs:
          - {source_labels: [__meta_kubernetes_service_annotation_prometheus_io_probe], regex: "true", action: keep}
          - {source_labels: [__address__], target_label: __param_target}
          - {target_label: __address__, replacement: "blackbox.invalid:9115"}
          - {source_labels: [__param_target], target_label: instance}
          - {source_labels: [__meta_kubernetes_namespace], target_label: namespace}
        """;

    [Fact]
    public async Task Targets_OfTheTutorial_AreThose()
    {
        await using var cluster = await TutorialCluster.StartAsync();
        using var folder = new TemporaryFolder();
        await using var server = await StartAsync(cluster, folder);
        var data = await server.WaitAsync("targets", static data => data.GetProperty("activeTargets").GetArrayLength() == 9 && data.GetProperty("droppedTargets").GetArrayLength() == 13);
        var address = cluster.Address;

        Assert.Equal(
            [
                $$"""apiservers https://{{address}}/metrics {"instance":"{{address}}","job":"apiservers"}""",
                $$"""cadvisor https://{{address}}/metrics/cadvisor {"instance":"n1","job":"cadvisor"}""",
                $$"""kubelet https://{{address}}/metrics {"instance":"n1","job":"kubelet","kubernetes_io_hostname":"n1","topology_kubernetes_io_zone":"a"}""",
                """kubelet https://127.0.0.2:1/metrics {"instance":"n2","job":"kubelet","kubernetes_io_hostname":"n2","topology_kubernetes_io_zone":"b"}""",
                $$"""kubelet-of-strangers https://{{address}}/metrics {"instance":"n1","job":"kubelet-of-strangers"}""",
                """node-exporter http://127.0.0.1:9100/metrics {"instance":"127.0.0.1:9100","job":"node-exporter","node":"n1","pod":"node-exporter-1"}""",
                """node-exporter http://127.0.0.2:9100/metrics {"instance":"127.0.0.2:9100","job":"node-exporter","node":"n2","pod":"node-exporter-2"}""",

                // Both ports of the container become the annotated one, and that is one target.
                """pods http://10.1.0.5:9102/internal/metrics {"app":"web","instance":"10.1.0.5:9102","job":"pods","namespace":"shop","pod":"web-1"}""",
                """services http://blackbox.invalid:9115/probe?module=http_2xx&target=web.shop.svc%3A80 {"instance":"web.shop.svc:80","job":"services","namespace":"shop"}""",
            ],
            data.GetProperty("activeTargets").EnumerateArray().Select(static target => $"{Text(target, "scrapePool")} {Text(target, "scrapeUrl")} {target.GetProperty("labels").GetRawText()}")
                .Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                // The API server's endpoints are no node exporter, and the other way round; a port of a pod that its endpoints do not have is found beside them.
                "apiservers 10.1.0.5:8080", "apiservers 10.1.0.5:9102", "apiservers 127.0.0.1:9100", "apiservers 127.0.0.2:9100", "cadvisor 127.0.0.2:1",
                "kubelet-of-strangers 127.0.0.2:1",
                "node-exporter 10.1.0.5:8080", "node-exporter 10.1.0.5:9102", $"node-exporter {address}",
                "pods 127.0.0.1:9100", "pods 127.0.0.2:9100",
                "services kubernetes.default.svc:443", "services node-exporter.monitoring.svc:9100",
            ],
            data.GetProperty("droppedTargets").EnumerateArray().Select(static target => $"{Text(target, "scrapePool")} {Text(target.GetProperty("discoveredLabels"), "__address__")}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Targets_BehindTls_AreScrapedByThoseWhoTrustAndAreTrusted()
    {
        await using var cluster = await TutorialCluster.StartAsync();
        using var folder = new TemporaryFolder();
        await using var server = await StartAsync(cluster, folder);

        foreach (var pool in (string[])["apiservers", "cadvisor", "kubelet"])
        {
            await server.WaitAsync($"targets?scrapePool={pool}", data => data.GetProperty("activeTargets").EnumerateArray().Any(target =>
                Text(target, "health") == "up" && Text(target, "scrapeUrl").Contains(cluster.Address, StringComparison.Ordinal)));
        }

        var stranger = await server.WaitAsync("targets?scrapePool=kubelet-of-strangers", static data => data.GetProperty("activeTargets") is var all && all.GetArrayLength() == 1 && Text(all[0], "health") == "down");
        Assert.Contains("certificate", Text(stranger.GetProperty("activeTargets")[0], "lastError"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DiscoveredLabels_OfANode_AreAllThatIsKnown()
    {
        await using var cluster = await TutorialCluster.StartAsync();
        using var folder = new TemporaryFolder();
        await using var server = await StartAsync(cluster, folder);
        var data = await server.WaitAsync("targets?scrapePool=kubelet", static data => data.GetProperty("activeTargets").GetArrayLength() == 2);
        var second = data.GetProperty("activeTargets").EnumerateArray().Single(static target => Text(target.GetProperty("labels"), "instance") == "n2");

        Assert.Equal(
            """
            {"__address__":"127.0.0.2:1","__always_scrape_classic_histograms__":"false","__convert_classic_histograms_to_nhcb__":"false",
            "__meta_kubernetes_node_address_Hostname":"n2","__meta_kubernetes_node_address_InternalIP":"127.0.0.2",
            "__meta_kubernetes_node_label_kubernetes_io_hostname":"n2","__meta_kubernetes_node_label_topology_kubernetes_io_zone":"b",
            "__meta_kubernetes_node_labelpresent_kubernetes_io_hostname":"true","__meta_kubernetes_node_labelpresent_topology_kubernetes_io_zone":"true",
            "__meta_kubernetes_node_name":"n2","__metrics_path__":"/metrics","__scheme__":"https","__scrape_interval__":"1s","__scrape_native_histograms__":"false","__scrape_timeout__":"1s","instance":"n2","job":"kubelet"}
            """.ReplaceLineEndings(""),
            second.GetProperty("discoveredLabels").GetRawText());
    }

    [Fact]
    public async Task ApiServer_IsAskedWithTheTokenOfTheFile()
    {
        await using var cluster = await TutorialCluster.StartAsync();
        using var folder = new TemporaryFolder();
        await using var server = await StartAsync(cluster, folder);
        await server.WaitAsync("targets", static data => data.GetProperty("activeTargets").GetArrayLength() == 9);

        Assert.All(
            cluster.Server.Requests.Where(static request => request.Path.StartsWith("/api/", StringComparison.Ordinal)),
            static request => Assert.Equal($"Bearer {TutorialCluster.Token}", request.Headers["Authorization"]));
        Assert.Contains("GET /api/v1/nodes?fieldSelector=metadata.name=n1&limit=500&resourceVersion=0", cluster.Server.Lines);
    }

    private static async Task<ScrapingServer> StartAsync(TutorialCluster cluster, TemporaryFolder folder)
    {
        var (authority, token) = (folder.File("ca.crt"), folder.File("token"));
        await File.WriteAllTextAsync(authority, cluster.Authority, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(token, TutorialCluster.Token + "\n", TestContext.Current.CancellationToken);
        return await ScrapingServer.StartAsync(Configuration
            .Replace("ACCESS", $"api_server: '{cluster.Server.Url}', tls_config: {{ca_file: '{authority}'}}, authorization: {{credentials_file: '{token}'}}", StringComparison.Ordinal)
            .Replace("CA}", $"'{authority}'}}", StringComparison.Ordinal)
            .Replace("TOKEN", $"'{token}'", StringComparison.Ordinal));
    }

    private static string Text(JsonElement element, string field) => element.GetProperty(field).GetString() ?? "";
}
