using System.Globalization;
using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Docker;

/// <summary>Containers: a target for each TCP port in each network that counts, or one in each if there is no such port.</summary>
internal sealed class DockerDiscoverer(DockerDiscoveryOptions options, DiscoveryServices services)
    : DockerApiDiscoverer(options.Mechanism, options.Host, options.Filters, options.Http, options.RefreshInterval, services)
{
    private const string Prefix = "__meta_docker_";
    private const string ContainerMode = "container:";

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        using var containers = await FilteredAsync("/containers/json", cancel);
        var networks = await NetworksAsync(Prefix, cancel);
        var byId = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var container in containers.RootElement.Items())
        {
            byId[container.Text("Id")] = container;
        }

        var targets = new List<Labels>();
        foreach (var container in containers.RootElement.Items().Where(static container => container.Items("Names").Any()))
        {
            var common = ContainerLabels(container);
            foreach (var network in Networks(container, byId))
            {
                AddTargets(targets, container, common, network, networks);
            }
        }

        return OneGroup("Docker", targets);
    }

    private static Dictionary<string, string> ContainerLabels(JsonElement container)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Prefix + "container_id"] = container.Text("Id"),
            [Prefix + "container_name"] = container.Texts("Names").First(),
            [Prefix + "container_network_mode"] = Mode(container),
            [Prefix + "container_image"] = container.Text("Image"),
            [Prefix + "container_image_id"] = container.Text("ImageID"),
        };
        AddLabels(labels, Prefix + "container_label_", container.Entries("Labels"));
        return labels;
    }

    private static string Mode(JsonElement container) => container.Field("HostConfig", "NetworkMode").Text();

    /// <summary>The container's networks, or those of the container whose network it uses.</summary>
    private IEnumerable<JsonElement> Networks(JsonElement container, Dictionary<string, JsonElement> byId)
    {
        // Each step leads to another container: more steps than containers would go round in circles.
        for (var steps = 0; steps < byId.Count; steps++)
        {
            var networks = container.Field("NetworkSettings").Entries("Networks").OrderBy(static network => network.Name, StringComparer.Ordinal)
                .Select(static network => network.Value).ToList();
            var mode = Mode(container);
            if (networks.Count > 0 || !mode.StartsWith(ContainerMode, StringComparison.Ordinal) || !byId.TryGetValue(mode[ContainerMode.Length..], out container))
            {
                var present = networks.Where(static network => network.ValueKind == JsonValueKind.Object);
                return options.MatchFirstNetwork ? present.Take(1) : present;
            }
        }

        return [];
    }

    private void AddTargets(
        List<Labels> targets, JsonElement container, Dictionary<string, string> common, JsonElement network, Dictionary<string, Dictionary<string, string>> networks)
    {
        var address = network.Text("IPAddress") is { Length: > 0 } ip ? ip : network.Text("GlobalIPv6Address");
        var ofNetwork = networks.GetValueOrDefault(network.Text("NetworkID")) ?? [];
        var labels = new TargetLabels();
        var before = targets.Count;
        foreach (var port in container.Items("Ports").Where(static port => port.Text("Type") == "tcp"))
        {
            labels.SetAll(common).SetAll(ofNetwork).Set(Prefix + "network_ip", address);
            labels.Set(Prefix + "port_private", port.Integer("PrivatePort"));
            if (port.Integer("PublicPort") is > 0 and var published)
            {
                labels.Set(Prefix + "port_public", published).Set(Prefix + "port_public_ip", port.Text("IP"));
            }

            targets.Add(labels.Set(TargetLabels.Address, HostPort.Join(address, port.Integer("PrivatePort"))).ToLabels());
        }

        if (targets.Count == before)
        {
            var fallback = Mode(container) == "host" ? options.HostNetworkingHost : HostPort.Join(address, options.Port.ToString(CultureInfo.InvariantCulture));
            labels.SetAll(common).SetAll(ofNetwork).Set(Prefix + "network_ip", address).Set(TargetLabels.Address, fallback);
            targets.Add(labels.ToLabels());
        }
    }
}
