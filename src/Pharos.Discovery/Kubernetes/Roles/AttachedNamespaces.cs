using Pharos.Discovery.Kubernetes.Api;
using Pharos.Discovery.Kubernetes.Objects;
using Pharos.Discovery.Kubernetes.Watching;

namespace Pharos.Discovery.Kubernetes.Roles;

/// <summary>Gives the labels of namespaces to the objects in them, where that is asked for.</summary>
internal sealed class AttachedNamespaces
{
    private readonly MetaLabels _meta = new("namespace");
    private readonly ObjectCache<ApiObject>? _namespaces;

    private AttachedNamespaces(ObjectCache<ApiObject>? namespaces)
    {
        _namespaces = namespaces;
    }

    public Task Filled => _namespaces?.Filled ?? Task.CompletedTask;

    /// <param name="changed">Called with the name of a namespace whose labels have changed.</param>
    public static AttachedNamespaces Of(RoleServices services, Action<string> changed)
    {
        if (!services.Attach.Namespace)
        {
            return new AttachedNamespaces(null);
        }

        var namespaces = services.Watches.Of(ApiResources.Namespaces, new ResourceScope(""));
        namespaces.Listen((before, now) => changed((now ?? before!).Meta.Name));
        return new AttachedNamespaces(namespaces);
    }

    public void Write(LabelWriter labels, string name)
    {
        if (_namespaces?.Find(new ObjectKey("", name)) is { } found)
        {
            _meta.Write(labels, found.Meta);
        }
    }
}
