using Pharos.Discovery.Kubernetes.Api;
using Pharos.Discovery.Kubernetes.Objects;
using Pharos.Discovery.Kubernetes.Options;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Kubernetes.Roles;

/// <summary>
/// A target for each address and port of a slice of the endpoints of a service, with the labels of the service and of the pod behind the
/// address, and for the other ports of these pods.
/// </summary>
internal sealed class EndpointSliceTargets : EndpointRoleTargets<EndpointSlice>
{
    private readonly MetaLabels _meta = new("endpointslice");
    private readonly MetaLabels.NameCache _topology = new(MetaLabels.Prefix + "endpointslice_endpoint_topology", "_present_");

    public EndpointSliceTargets(RoleServices services)
        : base(services, ApiResources.EndpointSlices, KubernetesRole.EndpointSlice)
    {
        var byService = Objects.AddIndex(static slice => slice.Service is { } service ? [service] : []);
        ServiceObjects.Listen((before, now) => Queue.Add(byService[(now ?? before!).Key]));
    }

    protected override TargetGroup Make(ObjectKey key)
    {
        var source = $"endpointslice/{key.Namespace}/{key.Name}";
        if (Objects.Find(key) is not { } slice)
        {
            return TargetGroup.Gone(source);
        }

        Labels.Set("__meta_kubernetes_namespace"u8, key.Namespace).Set("__meta_kubernetes_endpointslice_address_type"u8, slice.AddressType);
        _meta.WriteWithName(Labels, slice.Meta);
        var service = WriteService(slice.Service);
        Namespaces.Write(Labels, key.Namespace);
        var common = Labels.ToLabels();

        // A service with addresses of both families has slices for each: the same pods are not scraped twice.
        var isSecondary = service is { FirstIpFamily.Length: > 0 } && service.FirstIpFamily != slice.AddressType;
        return new TargetGroup(source, common, isSecondary ? [] : Targets(slice));
    }

    protected override IEnumerable<ObjectKey> PodsOf(EndpointSlice slice) =>
        slice.Endpoints.Span.ToArray().Where(static endpoint => endpoint.Target.IsPod).Select(static endpoint => endpoint.Target.Key);

    protected override IEnumerable<ObjectKey> NodesOf(EndpointSlice slice) =>
        slice.Endpoints.Span.ToArray().Where(static endpoint => endpoint.LabellingNode is not null).Select(static endpoint => new ObjectKey("", endpoint.LabellingNode!));

    private List<Labels> Targets(EndpointSlice slice)
    {
        var targets = new List<Labels>();
        var pods = new BackingPods();
        foreach (var endpoint in slice.Endpoints)
        {
            foreach (var port in slice.Ports)
            {
                foreach (var address in endpoint.Addresses)
                {
                    targets.Add(Target(pods, address, endpoint, port));
                }
            }
        }

        pods.AddOtherPorts(targets, Labels, PodLabels);
        return targets;
    }

    private Labels Target(BackingPods pods, string address, SliceEndpoint endpoint, EndpointPort port)
    {
        Labels.Set("__address__"u8, port.Number is { } number ? HostPort.Join(address, number) : address)
            .Set("__meta_kubernetes_endpointslice_port_name"u8, port.Name)
            .Set("__meta_kubernetes_endpointslice_port_protocol"u8, port.Protocol)
            .Set("__meta_kubernetes_endpointslice_port_app_protocol"u8, port.AppProtocol)
            .Set("__meta_kubernetes_endpointslice_endpoint_conditions_ready"u8, endpoint.Ready)
            .Set("__meta_kubernetes_endpointslice_endpoint_conditions_serving"u8, endpoint.Serving)
            .Set("__meta_kubernetes_endpointslice_endpoint_conditions_terminating"u8, endpoint.Terminating)
            .Set("__meta_kubernetes_endpointslice_endpoint_hostname"u8, endpoint.Hostname)
            .Set("__meta_kubernetes_endpointslice_address_target_kind"u8, endpoint.Target.Kind)
            .Set("__meta_kubernetes_endpointslice_address_target_name"u8, endpoint.Target.Name)
            .Set("__meta_kubernetes_endpointslice_endpoint_node_name"u8, endpoint.NodeName)
            .Set("__meta_kubernetes_endpointslice_endpoint_zone"u8, endpoint.Zone);
        if (port.Number is { } known)
        {
            Labels.Set("__meta_kubernetes_endpointslice_port"u8, known);
        }

        _topology.Write(Labels, endpoint.Topology);
        Nodes.Write(Labels, endpoint.LabellingNode);
        if (PodBehind(endpoint.Target) is { } pod)
        {
            pods.Add(pod, port.Number);
            PodLabels.Write(Labels, pod);
            if (port.Number is { } one && BackingPods.ContainerWith(pod, one) is var (container, containerPort, isInit))
            {
                ContainerLabels.Write(Labels, container, isInit);
                ContainerLabels.Write(Labels, containerPort, containerPort.Protocol);
            }
        }

        return Labels.ToLabels();
    }
}
