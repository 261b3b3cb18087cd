using Pharos.Discovery.Docker;
using Pharos.Discovery.Tests.Servers;

namespace Pharos.Discovery.Tests.Docker;

public sealed class SwarmDiscovererTests
{
    private const string Nodes = """
        [{"ID": "node1", "Spec": {"Role": "manager", "Availability": "active", "Labels": {"x-y": "z"}},
          "Description": {"Hostname": "h1", "Platform": {"Architecture": "x86_64", "OS": "linux"}, "Engine": {"EngineVersion": "27.1"}},
          "Status": {"State": "ready", "Addr": "10.1.0.1"}, "ManagerStatus": {"Leader": true, "Reachability": "reachable", "Addr": "10.1.0.1:2377"}},
         {"ID": "node2", "Spec": {"Role": "worker"}, "Status": {"Addr": "10.1.0.2"}}]
        """;

    private const string Services = """
        [{"ID": "s1", "Spec": {"Name": "web", "Mode": {"Replicated": {"Replicas": 2}}, "Labels": {"team": "t"},
            "TaskTemplate": {"ContainerSpec": {"Image": "web:1", "Hostname": "hh"}}},
          "UpdateStatus": {"State": "completed"},
          "Endpoint": {"Ports": [{"Name": "http", "Protocol": "tcp", "PublishedPort": 8080, "PublishMode": "ingress"}, {"Protocol": "udp", "PublishedPort": 53}],
            "VirtualIPs": [{"NetworkID": "n1", "Addr": "10.2.0.5/24"}]}},
         {"ID": "s2", "Spec": {"Name": "job", "Mode": {"Global": {}}}, "Endpoint": {"VirtualIPs": [{"NetworkID": "n9", "Addr": "fd00::5/64"}]}}]
        """;

    private const string Tasks = """
        [{"ID": "t1", "ServiceID": "s1", "NodeID": "node2", "Slot": 3, "DesiredState": "running", "Spec": {"ContainerSpec": {"Labels": {"c.l": "v"}}},
          "Status": {"State": "starting", "ContainerStatus": {"ContainerID": "cid"}, "PortStatus": {"Ports": [{"Protocol": "tcp", "PublishedPort": 9000, "PublishMode": "host"}]}},
          "NetworksAttachments": [{"Network": {"ID": "n1"}, "Addresses": ["10.2.0.9/24"]}]},
         {"ID": "t2", "ServiceID": "s2", "NodeID": "node1", "Status": {"State": "running"}, "NetworksAttachments": [{"Network": {"ID": "n1"}, "Addresses": ["10.2.0.10/24"]}]}]
        """;

    private const string Networks = """[{"Id": "n1", "Name": "ingress", "Scope": "swarm", "Internal": false, "Ingress": true, "Labels": {"l": "m"}}]""";

    private const string Network = "__meta_dockerswarm_network_id=\"n1\", __meta_dockerswarm_network_ingress=\"true\", __meta_dockerswarm_network_internal=\"false\", "
        + "__meta_dockerswarm_network_label_l=\"m\", __meta_dockerswarm_network_name=\"ingress\", __meta_dockerswarm_network_scope=\"swarm\", ";

    private const string Web = "__meta_dockerswarm_service_id=\"s1\", __meta_dockerswarm_service_label_team=\"t\", __meta_dockerswarm_service_mode=\"replicated\", "
        + "__meta_dockerswarm_service_name=\"web\"";

    [Theory]
    [InlineData("host: http://x\nrole: nodes", "")]
    [InlineData("host: http://x", "role: role missing (one of: tasks, services, nodes)")]
    [InlineData("host: http://x\nrole: pods", "role: expected one of services, tasks, nodes, found \"pods\"")]
    [InlineData("role: nodes", "host: host missing")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<SwarmDiscoveryOptions>(yaml).Split('\n')[0]);

    [Fact]
    public async Task Refresh_Nodes_HaveAllLabels() => Assert.Equal(
        [
            "{__address__=\"10.1.0.1:80\", __meta_dockerswarm_node_address=\"10.1.0.1\", __meta_dockerswarm_node_availability=\"active\", "
            + "__meta_dockerswarm_node_engine_version=\"27.1\", __meta_dockerswarm_node_hostname=\"h1\", __meta_dockerswarm_node_id=\"node1\", "
            + "__meta_dockerswarm_node_label_x_y=\"z\", __meta_dockerswarm_node_manager_address=\"10.1.0.1:2377\", __meta_dockerswarm_node_manager_leader=\"true\", "
            + "__meta_dockerswarm_node_manager_reachability=\"reachable\", __meta_dockerswarm_node_platform_architecture=\"x86_64\", "
            + "__meta_dockerswarm_node_platform_os=\"linux\", __meta_dockerswarm_node_role=\"manager\", __meta_dockerswarm_node_status=\"ready\"}",
            "{__address__=\"10.1.0.2:80\", __meta_dockerswarm_node_address=\"10.1.0.2\", __meta_dockerswarm_node_id=\"node2\", __meta_dockerswarm_node_role=\"worker\"}",
        ],
        await DiscoverAsync("nodes"));

    [Fact]
    public async Task Refresh_Services_HaveATargetForEachPort() => Assert.Equal(
        [
            $"{{__address__=\"10.2.0.5:8080\", {Network}__meta_dockerswarm_service_endpoint_port_name=\"http\", __meta_dockerswarm_service_endpoint_port_publish_mode=\"ingress\", "
            + $"{Web}, __meta_dockerswarm_service_task_container_hostname=\"hh\", __meta_dockerswarm_service_task_container_image=\"web:1\", "
            + "__meta_dockerswarm_service_updating_status=\"completed\"}",
            "{__address__=\"[fd00::5]:80\", __meta_dockerswarm_service_id=\"s2\", __meta_dockerswarm_service_mode=\"global\", __meta_dockerswarm_service_name=\"job\"}",
        ],
        await DiscoverAsync("services"));

    [Fact]
    public async Task Refresh_Tasks_HaveTargetsOnNodeAndNetworks()
    {
        const string Node = "__meta_dockerswarm_node_address=\"10.1.0.2\", __meta_dockerswarm_node_id=\"node2\", __meta_dockerswarm_node_role=\"worker\", ";
        const string Task = "__meta_dockerswarm_task_container_id=\"cid\", __meta_dockerswarm_task_desired_state=\"running\", __meta_dockerswarm_task_id=\"t1\", ";
        var targets = await DiscoverAsync("tasks");

        Assert.Equal(3, targets.Length);
        Assert.Equal(
            $"{{__address__=\"10.1.0.2:9000\", __meta_dockerswarm_container_label_c_l=\"v\", {Node}{Web}, {Task}__meta_dockerswarm_task_port_publish_mode=\"host\", "
            + "__meta_dockerswarm_task_slot=\"3\", __meta_dockerswarm_task_state=\"starting\"}",
            targets[0]);
        Assert.Equal(
            $"{{__address__=\"10.2.0.9:8080\", __meta_dockerswarm_container_label_c_l=\"v\", {Network}{Node}{Web}, {Task}__meta_dockerswarm_task_port_publish_mode=\"ingress\", "
            + "__meta_dockerswarm_task_slot=\"3\", __meta_dockerswarm_task_state=\"starting\"}",
            targets[1]);
        Assert.StartsWith("{__address__=\"10.2.0.10:80\"", targets[2], StringComparison.Ordinal);
    }

    private static async Task<string[]> DiscoverAsync(string role)
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/nodes", Nodes).On("/services", Services).On("/tasks", Tasks).On("/networks", Networks);
        return await Options.DiscoverAsync<SwarmDiscoveryOptions>($"host: {api.Url}\nrole: {role}");
    }
}
