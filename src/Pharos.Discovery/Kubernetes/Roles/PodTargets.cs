using Pharos.Discovery.Kubernetes.Api;
using Pharos.Discovery.Kubernetes.Objects;
using Pharos.Discovery.Kubernetes.Options;
using Pharos.Discovery.Kubernetes.Watching;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Kubernetes.Roles;

/// <summary>A target for each port that a container of a pod declares, and one without a port for each container that declares none.</summary>
internal sealed class PodTargets : RoleTargets
{
    private readonly ObjectCache<Pod> _pods;
    private readonly PodLabels _podLabels;
    private readonly AttachedNodes _nodes;
    private readonly AttachedNamespaces _namespaces;

    public PodTargets(RoleServices services)
        : base(services)
    {
        _pods = Cache(ApiResources.Pods, KubernetesRole.Pod);
        _pods.Events = services.Metrics.Events(KubernetesRole.Pod);
        _pods.Listen((before, now) => Queue.Add((now ?? before!).Key));
        _podLabels = new PodLabels(services, _pods, Queue.Add);
        var byNode = services.Attach.Node ? _pods.AddIndex(static pod => [new ObjectKey("", pod.NodeName)]) : null;
        _nodes = AttachedNodes.Of(services, node => Queue.Add(byNode![node]));
        _namespaces = AttachedNamespaces.Of(services, space => Queue.Add(_pods.Keys.Where(key => key.Namespace == space)));
    }

    protected override Task Ready => Task.WhenAll(_pods.Filled, _podLabels.Filled, _nodes.Filled, _namespaces.Filled);

    protected override TargetGroup Make(ObjectKey key)
    {
        var source = $"pod/{key.Namespace}/{key.Name}";

        // A pod has no address while it starts or once it is evicted; and selectors of nodes are meant for the pods on them.
        if (_pods.Find(key) is not { Ip.Length: > 0 } pod || !_nodes.Admits(pod.NodeName))
        {
            return TargetGroup.Gone(source);
        }

        var targets = new List<Labels>();
        AddTargets(targets, pod, pod.Containers, isInit: false);
        AddTargets(targets, pod, pod.InitContainers, isInit: true);
        _podLabels.Write(Labels, pod);
        Labels.Set("__meta_kubernetes_namespace"u8, key.Namespace);
        _nodes.Write(Labels, pod.NodeName);
        _namespaces.Write(Labels, key.Namespace);
        return new TargetGroup(source, Labels.ToLabels(), targets);
    }

    private void AddTargets(List<Labels> targets, Pod pod, ItemList<Container> containers, bool isInit)
    {
        foreach (var container in containers)
        {
            foreach (var port in container.Ports)
            {
                ContainerLabels.Write(Labels, container, isInit);
                ContainerLabels.Write(Labels, port, port.Protocol);
                targets.Add(Labels.Set("__address__"u8, HostPort.Join(pod.Ip, port.Number)).Set("__meta_kubernetes_pod_container_id"u8, container.Id).ToLabels());
            }

            if (container.Ports.Count == 0)
            {
                ContainerLabels.Write(Labels, container, isInit);
                targets.Add(Labels.Set("__address__"u8, pod.Ip).Set("__meta_kubernetes_pod_container_id"u8, container.Id).ToLabels());
            }
        }
    }
}
