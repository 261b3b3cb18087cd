using System.Text;
using Pharos.Discovery.Kubernetes.Api;
using Pharos.Discovery.Kubernetes.Objects;
using Pharos.Discovery.Kubernetes.Options;
using Pharos.Discovery.Kubernetes.Watching;
using Pharos.Discovery.Targets;
using Pharos.Foundation.Logging;

namespace Pharos.Discovery.Kubernetes.Roles;

/// <summary>A target for each node, which is its kubelet.</summary>
internal sealed class NodeTargets : RoleTargets
{
    /// <summary>Which of its addresses a node is scraped at: the first there is of these types.</summary>
    private static readonly string[] AddressOrder = ["InternalIP", "InternalDNS", "ExternalIP", "ExternalDNS", "LegacyHostIP", "Hostname"];

    private readonly MetaLabels _meta = new("node");
    private readonly ObjectCache<Node> _nodes;

    public NodeTargets(RoleServices services)
        : base(services)
    {
        _nodes = ClusterCache(ApiResources.Nodes, KubernetesRole.Node);
        _nodes.Events = services.Metrics.Events(KubernetesRole.Node);
        _nodes.Listen((before, now) => Queue.Add((now ?? before!).Key));
    }

    protected override Task Ready => _nodes.Filled;

    protected override TargetGroup Make(ObjectKey key)
    {
        var source = $"node/{key.Name}";
        if (_nodes.Find(key) is not { } node)
        {
            return TargetGroup.Gone(source);
        }

        if (Address(node) is not { } address)
        {
            Services.Log.Warn("No node address found", [("node", key.Name)]);
            return TargetGroup.Gone(source);
        }

        Labels.Set("__address__"u8, HostPort.Join(address, node.KubeletPort)).Set("instance"u8, key.Name);
        var addresses = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (type, text) in node.Addresses)
        {
            // The first of each type.
            if (addresses.Add(type))
            {
                Labels.Set(Name("address", type), text);
            }
        }

        var target = Labels.ToLabels();

        Labels.Set("__meta_kubernetes_node_provider_id"u8, node.ProviderId);
        foreach (var (type, text) in node.Conditions)
        {
            Labels.Set(Name("condition", LowerCase.Of(type)), LowerCase.Of(text));
        }

        _meta.WriteWithName(Labels, node.Meta);
        return new TargetGroup(source, Labels.ToLabels(), [target]);
    }

    private static string? Address(Node node)
    {
        foreach (var type in AddressOrder)
        {
            foreach (var address in node.Addresses)
            {
                if (address.Type == type)
                {
                    return address.Text;
                }
            }
        }

        return null;
    }

    private static byte[] Name(string what, string type) => Encoding.UTF8.GetBytes($"{MetaLabels.Prefix}node_{what}_{TargetLabels.Sanitize(type)}");
}
