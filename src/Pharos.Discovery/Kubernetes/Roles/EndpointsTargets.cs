using Pharos.Discovery.Kubernetes.Api;
using Pharos.Discovery.Kubernetes.Objects;
using Pharos.Discovery.Kubernetes.Options;
using Pharos.Discovery.Kubernetes.Watching;
using Pharos.Discovery.Targets;
using Pharos.Foundation.Logging;
using Pharos.Model;

namespace Pharos.Discovery.Kubernetes.Roles;

/// <summary>
/// A target for each address and port of the endpoints of a service, with the labels of the service and of the pod behind the address, and for
/// the other ports of these pods.
/// </summary>
internal sealed class EndpointsTargets : EndpointRoleTargets<Endpoints>
{
    /// <summary>Says that the cluster has more addresses than it lists.</summary>
    private const string OverCapacity = "endpoints.kubernetes.io/over-capacity";

    private readonly MetaLabels _meta = new("endpoints");
    private readonly HashSet<ObjectKey> _overCapacity = [];

    public EndpointsTargets(RoleServices services)
        : base(services, ApiResources.Endpoints, KubernetesRole.Endpoints)
    {
        Pods.Events = EventCounts.None with { Updated = services.Metrics.Events(KubernetesRole.Pod).Updated };
        ServiceObjects.Listen((before, now) => Queue.Add((now ?? before!).Key));
    }

    protected override TargetGroup Make(ObjectKey key)
    {
        var source = $"endpoints/{key.Namespace}/{key.Name}";
        if (Objects.Find(key) is not { } endpoints)
        {
            _overCapacity.Remove(key);
            return TargetGroup.Gone(source);
        }

        WarnOfOverCapacity(endpoints);
        var targets = new List<Labels>();
        var pods = new BackingPods();
        foreach (var subset in endpoints.Subsets)
        {
            foreach (var port in subset.Ports)
            {
                AddTargets(targets, pods, subset.Ready, port, isReady: true);
                AddTargets(targets, pods, subset.NotReady, port, isReady: false);
            }
        }

        pods.AddOtherPorts(targets, Labels, PodLabels);
        Labels.Set("__meta_kubernetes_namespace"u8, key.Namespace);
        WriteService(key);
        _meta.WriteWithName(Labels, endpoints.Meta);
        Namespaces.Write(Labels, key.Namespace);
        return new TargetGroup(source, Labels.ToLabels(), targets);
    }

    protected override IEnumerable<ObjectKey> PodsOf(Endpoints endpoints)
    {
        foreach (var subset in endpoints.Subsets.Span.ToArray())
        {
            foreach (var address in subset.Ready.Span.ToArray().Concat(subset.NotReady.Span.ToArray()))
            {
                if (address.Target.IsPod)
                {
                    yield return address.Target.Key;
                }
            }
        }
    }

    protected override IEnumerable<ObjectKey> NodesOf(Endpoints endpoints)
    {
        foreach (var subset in endpoints.Subsets.Span.ToArray())
        {
            foreach (var address in subset.Ready.Span.ToArray().Concat(subset.NotReady.Span.ToArray()))
            {
                if (address.LabellingNode is { } node)
                {
                    yield return new ObjectKey("", node);
                }
            }
        }
    }

    private void AddTargets(List<Labels> targets, BackingPods pods, ItemList<EndpointAddress> addresses, EndpointPort port, bool isReady)
    {
        var number = port.Number ?? 0;
        foreach (var address in addresses)
        {
            Labels.Set("__address__"u8, HostPort.Join(address.Ip, number))
                .Set("__meta_kubernetes_endpoint_port_name"u8, port.Name)
                .Set("__meta_kubernetes_endpoint_port_protocol"u8, port.Protocol)
                .Set("__meta_kubernetes_endpoint_ready"u8, isReady)
                .Set("__meta_kubernetes_endpoint_address_target_kind"u8, address.Target.Kind)
                .Set("__meta_kubernetes_endpoint_address_target_name"u8, address.Target.Name)
                .Set("__meta_kubernetes_endpoint_node_name"u8, address.NodeName)
                .Set("__meta_kubernetes_endpoint_hostname"u8, address.Hostname);
            Nodes.Write(Labels, address.LabellingNode);
            if (PodBehind(address.Target) is { } pod)
            {
                pods.Add(pod, number);
                PodLabels.Write(Labels, pod);
                if (BackingPods.ContainerWith(pod, number) is var (container, containerPort, isInit))
                {
                    ContainerLabels.Write(Labels, container, isInit);
                    ContainerLabels.Write(Labels, containerPort, port.Protocol);
                }
            }

            targets.Add(Labels.ToLabels());
        }
    }

    private void WarnOfOverCapacity(Endpoints endpoints)
    {
        var state = endpoints.Meta.Label(OverCapacity);
        if (state is "truncated" or "warning" && _overCapacity.Add(endpoints.Key))
        {
            var message = state == "truncated"
                ? "Number of endpoints in one Endpoints object exceeds 1000 and has been truncated, please use \"role: endpointslice\" instead"
                : "Number of endpoints in one Endpoints object exceeds 1000, please use \"role: endpointslice\" instead";
            Services.Log.Warn(message, [("namespace", endpoints.Meta.Namespace), ("endpoint", endpoints.Meta.Name)]);
        }
    }
}
