using Pharos.Discovery.Kubernetes.Api;
using Pharos.Discovery.Kubernetes.Objects;
using Pharos.Discovery.Kubernetes.Options;
using Pharos.Discovery.Kubernetes.Watching;

namespace Pharos.Discovery.Kubernetes.Roles;

/// <summary>What the two kinds of objects have in common that say where a service is served: their targets have labels of services, pods and nodes.</summary>
internal abstract class EndpointRoleTargets<T> : RoleTargets
    where T : ApiObject
{
    private readonly MetaLabels _serviceMeta = new("service");

    protected EndpointRoleTargets(RoleServices services, ApiResource<T> resource, KubernetesRole role)
        : base(services)
    {
        Objects = Cache(resource, role);
        Objects.Events = services.Metrics.Events(role);
        Objects.Listen((before, now) => Queue.Add((now ?? before!).Key));
        ServiceObjects = Cache(ApiResources.Services, KubernetesRole.Service);
        ServiceObjects.Events = services.Metrics.Events(KubernetesRole.Service);

        // Pods and what stands behind them change more often than what points at them does, and their labels are shown.
        Pods = Cache(ApiResources.Pods, KubernetesRole.Pod);
        var byPod = Objects.AddIndex(PodsOf);
        Pods.Listen((before, now) => Queue.Add(byPod[(now ?? before!).Key]));
        PodLabels = new PodLabels(services, Pods, pod => Queue.Add(byPod[pod]));
        var byNode = services.Attach.Node ? Objects.AddIndex(NodesOf) : null;
        Nodes = AttachedNodes.Of(services, node => Queue.Add(byNode![node]));
        Namespaces = AttachedNamespaces.Of(services, space => Queue.Add(Objects.Keys.Where(key => key.Namespace == space)));
    }

    /// <summary>
    /// Where the owners of pods may not be listed, the targets are worth more than the labels: they come without those, and get them if the
    /// owners can be listed later.
    /// </summary>
    protected override Task Ready => Task.WhenAll(Objects.Filled, ServiceObjects.Filled, Pods.Filled, PodLabels.Tried, Nodes.Filled, Namespaces.Filled);

    protected ObjectCache<T> Objects { get; }

    protected ObjectCache<Service> ServiceObjects { get; }

    protected ObjectCache<Pod> Pods { get; }

    protected PodLabels PodLabels { get; }

    protected AttachedNodes Nodes { get; }

    protected AttachedNamespaces Namespaces { get; }

    /// <summary>The pods whose labels targets of the object have.</summary>
    protected abstract IEnumerable<ObjectKey> PodsOf(T item);

    /// <summary>The nodes whose labels targets of the object have.</summary>
    protected abstract IEnumerable<ObjectKey> NodesOf(T item);

    protected Pod? PodBehind(TargetRef target) => target.IsPod ? Pods.Find(target.Key) : null;

    /// <summary>Writes the labels of the service, if it is there. Gives it.</summary>
    protected Service? WriteService(ObjectKey? key)
    {
        var service = key is { } known ? ServiceObjects.Find(known) : null;
        if (service is not null)
        {
            _serviceMeta.WriteWithName(Labels, service.Meta);
        }

        return service;
    }
}
