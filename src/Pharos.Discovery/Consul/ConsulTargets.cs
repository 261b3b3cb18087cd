using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Consul;

/// <summary>Makes targets of the instances of a service.</summary>
internal static class ConsulTargets
{
    public static TargetGroup Group(string service, string datacenter, JsonElement instances, string separator)
    {
        var labels = new TargetLabels();
        var common = labels.Set("__meta_consul_service", service).Set("__meta_consul_dc", datacenter).ToLabels();
        return new TargetGroup(service, common, [.. instances.Items().Select(instance => Target(labels, instance, separator))]);
    }

    private static Labels Target(TargetLabels labels, JsonElement instance, string separator)
    {
        var node = instance.Field("Node");
        var service = instance.Field("Service");

        // A service may be registered through a node that it does not run on: then it has an address of its own.
        var address = service.Text("Address");
        var port = service.Integer("Port");
        labels.Set(TargetLabels.Address, HostPort.Join(address.Length > 0 ? address : node.Text("Address"), port))
            .Set("__meta_consul_address", node.Text("Address"))
            .Set("__meta_consul_node", node.Text("Node"))
            .Set("__meta_consul_namespace", service.Text("Namespace"))
            .Set("__meta_consul_partition", service.Text("Partition"))
            .Set("__meta_consul_tags", TargetLabels.Surrounded(separator, service.Texts("Tags")))
            .Set("__meta_consul_service_address", address)
            .Set("__meta_consul_service_port", port)
            .Set("__meta_consul_service_id", service.Text("ID"))
            .Set("__meta_consul_health", Health(instance.Items("Checks")));
        SetAll(labels, "__meta_consul_metadata_", node.Entries("Meta"));
        SetAll(labels, "__meta_consul_service_metadata_", service.Entries("Meta"));
        SetAll(labels, "__meta_consul_tagged_address_", node.Entries("TaggedAddresses"));
        return labels.ToLabels();
    }

    private static void SetAll(TargetLabels labels, string prefix, IEnumerable<JsonProperty> entries)
    {
        foreach (var entry in entries)
        {
            labels.SetNamed(prefix, entry.Name, entry.Value.Text());
        }
    }

    /// <summary>The worst of all checks; empty if one has a status that is not known.</summary>
    private static string Health(IEnumerable<JsonElement> checks)
    {
        string[] order = ["passing", "warning", "critical", "maintenance"];
        var worst = 0;
        foreach (var check in checks)
        {
            var id = check.Text("CheckID");
            var isMaintenance = id == "_node_maintenance" || id.StartsWith("_service_maintenance:", StringComparison.Ordinal);
            var at = isMaintenance ? 3 : Array.IndexOf(order, check.Text("Status"), 0, 3);
            if (at < 0)
            {
                return "";
            }

            worst = Math.Max(worst, at);
        }

        return order[worst];
    }
}
