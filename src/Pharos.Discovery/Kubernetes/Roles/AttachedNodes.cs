using Pharos.Discovery.Kubernetes.Api;
using Pharos.Discovery.Kubernetes.Objects;
using Pharos.Discovery.Kubernetes.Options;
using Pharos.Discovery.Kubernetes.Watching;

namespace Pharos.Discovery.Kubernetes.Roles;

/// <summary>Gives the labels of nodes to what runs on them, where that is asked for.</summary>
internal sealed class AttachedNodes
{
    private readonly MetaLabels _meta = new("node");
    private readonly ObjectCache<ApiObject>? _nodes;

    private AttachedNodes(ObjectCache<ApiObject>? nodes)
    {
        _nodes = nodes;
    }

    public Task Filled => _nodes?.Filled ?? Task.CompletedTask;

    /// <param name="changed">Called with the key of a node whose labels have changed.</param>
    public static AttachedNodes Of(RoleServices services, Action<ObjectKey> changed)
    {
        if (!services.Attach.Node)
        {
            return new AttachedNodes(null);
        }

        var selector = services.Selectors.FirstOrDefault(static one => one.Role == KubernetesRole.Node);
        var nodes = services.Watches.Of(ApiResources.NodeMetadata, new ResourceScope("", selector?.Label ?? "", selector?.Field ?? ""));
        nodes.Listen((before, now) => changed((now ?? before!).Key));
        return new AttachedNodes(nodes);
    }

    /// <summary>Whether the node is there, or nobody wants to know.</summary>
    public bool Admits(string name) => _nodes is null || _nodes.Find(new ObjectKey("", name)) is not null;

    public void Write(LabelWriter labels, string? name)
    {
        if (name is not null && _nodes?.Find(new ObjectKey("", name)) is { } node)
        {
            _meta.WriteWithName(labels, node.Meta);
        }
    }
}
