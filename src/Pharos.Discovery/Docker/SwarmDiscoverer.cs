using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Docker;

/// <summary>Services, tasks or nodes of a swarm.</summary>
internal sealed class SwarmDiscoverer(SwarmDiscoveryOptions options, DiscoveryServices services)
    : DockerApiDiscoverer(options.Mechanism, options.Host, options.Filters, options.Http, options.RefreshInterval, services)
{
    private const string Prefix = "__meta_dockerswarm_";

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel) => OneGroup("DockerSwarm", options.Role switch
    {
        SwarmRole.Services => await ServicesAsync(cancel),
        SwarmRole.Tasks => await TasksAsync(cancel),
        _ => await NodesAsync(cancel),
    });

    private async Task<List<Labels>> NodesAsync(CancellationToken cancel)
    {
        using var nodes = await FilteredAsync("/nodes", cancel);
        var targets = new List<Labels>();
        var labels = new TargetLabels();
        foreach (var node in nodes.RootElement.Items())
        {
            labels.SetAll(SwarmLabels.OfNode(node)).Set(Prefix + "node_engine_version", node.Field("Description", "Engine", "EngineVersion").Text());
            if (node.Field("ManagerStatus") is { ValueKind: JsonValueKind.Object } manager)
            {
                labels.Set(Prefix + "node_manager_leader", manager.Flag("Leader"))
                    .Set(Prefix + "node_manager_reachability", manager.Text("Reachability"))
                    .Set(Prefix + "node_manager_address", manager.Text("Addr"));
            }

            targets.Add(labels.Set(TargetLabels.Address, HostPort.Join(node.Field("Status", "Addr").Text(), options.Port)).ToLabels());
        }

        return targets;
    }

    private async Task<List<Labels>> ServicesAsync(CancellationToken cancel)
    {
        using var list = await FilteredAsync("/services", cancel);
        var networks = await NetworksAsync(Prefix, cancel);
        var targets = new List<Labels>();
        foreach (var service in list.RootElement.Items())
        {
            var common = SwarmLabels.OfService(service);
            SwarmLabels.AddTaskTemplate(common, service);
            foreach (var address in service.Field("Endpoint").Items("VirtualIPs"))
            {
                AddTargets(
                    targets,
                    [.. common, .. Network(networks, address.Text("NetworkID"))],
                    IpOf(address.Text("Addr")),
                    service.Field("Endpoint").Items("Ports"),
                    static (labels, port) => labels
                        .Set(Prefix + "service_endpoint_port_name", port.Text("Name"))
                        .Set(Prefix + "service_endpoint_port_publish_mode", port.Text("PublishMode")));
            }
        }

        return targets;
    }

    private async Task<List<Labels>> TasksAsync(CancellationToken cancel)
    {
        using var tasks = await FilteredAsync("/tasks", cancel);
        using var list = await AllAsync("/services", cancel);
        using var nodes = await AllAsync("/nodes", cancel);
        var networks = await NetworksAsync(Prefix, cancel);
        var serviceById = list.RootElement.Items().GroupBy(static service => service.Text("ID")).ToDictionary(static group => group.Key, static group => group.Last());
        var nodeById = nodes.RootElement.Items().GroupBy(static node => node.Text("ID")).ToDictionary(static group => group.Key, static group => SwarmLabels.OfNode(group.Last()));
        var targets = new List<Labels>();
        foreach (var task in tasks.RootElement.Items())
        {
            serviceById.TryGetValue(task.Text("ServiceID"), out var service);
            var ofNode = nodeById.GetValueOrDefault(task.Text("NodeID")) ?? [];
            List<KeyValuePair<string, string>> common = [.. SwarmLabels.OfTask(task), .. service.ValueKind == JsonValueKind.Object ? SwarmLabels.OfService(service) : [], .. ofNode];

            // Ports that the task publishes on its node, then what is reached through networks.
            AddPorts(targets, common, ofNode.GetValueOrDefault(Prefix + "node_address") ?? "", task.Field("Status", "PortStatus").Items("Ports"), SetMode);
            foreach (var attachment in task.Items("NetworksAttachments"))
            {
                List<KeyValuePair<string, string>> all = [.. common, .. Network(networks, attachment.Field("Network", "ID").Text())];
                foreach (var address in attachment.Texts("Addresses"))
                {
                    AddTargets(targets, all, IpOf(address), service.Field("Endpoint").Items("Ports"), SetMode);
                }
            }
        }

        return targets;
    }

    private static void SetMode(TargetLabels labels, JsonElement port) => labels.Set(Prefix + "task_port_publish_mode", port.Text("PublishMode"));

    /// <summary>A target for each published TCP port, or one at the configured port if there is none.</summary>
    private void AddTargets(
        List<Labels> targets, List<KeyValuePair<string, string>> common, string host, IEnumerable<JsonElement> ports, Action<TargetLabels, JsonElement> setPort)
    {
        if (!AddPorts(targets, common, host, ports, setPort))
        {
            targets.Add(new TargetLabels().SetAll(common).Set(TargetLabels.Address, HostPort.Join(host, options.Port)).ToLabels());
        }
    }

    private static bool AddPorts(
        List<Labels> targets, List<KeyValuePair<string, string>> common, string host, IEnumerable<JsonElement> ports, Action<TargetLabels, JsonElement> setPort)
    {
        var before = targets.Count;
        var labels = new TargetLabels();
        foreach (var port in ports.Where(static port => port.Text("Protocol") == "tcp"))
        {
            labels.SetAll(common);
            setPort(labels, port);
            targets.Add(labels.Set(TargetLabels.Address, HostPort.Join(host, port.Integer("PublishedPort"))).ToLabels());
        }

        return targets.Count > before;
    }

    private static Dictionary<string, string> Network(Dictionary<string, Dictionary<string, string>> networks, string id) => networks.GetValueOrDefault(id) ?? [];

    /// <summary>Addresses come with the length of their network behind a slash.</summary>
    private static string IpOf(string network) => network.Split('/') is [var address, _] && System.Net.IPAddress.TryParse(address, out _)
        ? address
        : throw new JsonException($"\"{network}\" is no address with the length of its network");
}
