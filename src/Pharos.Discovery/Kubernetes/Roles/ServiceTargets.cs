using Pharos.Discovery.Kubernetes.Api;
using Pharos.Discovery.Kubernetes.Objects;
using Pharos.Discovery.Kubernetes.Options;
using Pharos.Discovery.Kubernetes.Watching;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Kubernetes.Roles;

/// <summary>A target for each port of each service, at the name that the cluster's DNS has for it: for probes from outside.</summary>
internal sealed class ServiceTargets : RoleTargets
{
    private readonly MetaLabels _meta = new("service");
    private readonly ObjectCache<Service> _services;
    private readonly AttachedNamespaces _namespaces;

    public ServiceTargets(RoleServices services)
        : base(services)
    {
        _services = Cache(ApiResources.Services, KubernetesRole.Service);
        _services.Events = services.Metrics.Events(KubernetesRole.Service);
        _services.Listen((before, now) => Queue.Add((now ?? before!).Key));
        _namespaces = AttachedNamespaces.Of(services, space => Queue.Add(_services.Keys.Where(key => key.Namespace == space)));
    }

    protected override Task Ready => Task.WhenAll(_services.Filled, _namespaces.Filled);

    protected override TargetGroup Make(ObjectKey key)
    {
        var source = $"svc/{key.Namespace}/{key.Name}";
        if (_services.Find(key) is not { } service)
        {
            return TargetGroup.Gone(source);
        }

        var targets = new Labels[service.Ports.Count];
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] = Target(service, service.Ports.Span[i]);
        }

        Labels.Set("__meta_kubernetes_namespace"u8, key.Namespace);
        _meta.WriteWithName(Labels, service.Meta);
        _namespaces.Write(Labels, key.Namespace);
        return new TargetGroup(source, Labels.ToLabels(), targets);
    }

    private Labels Target(Service service, ServicePort port)
    {
        Labels.Set("__address__"u8, HostPort.Join($"{service.Meta.Name}.{service.Meta.Namespace}.svc", port.Number))
            .Set("__meta_kubernetes_service_port_name"u8, port.Name)
            .Set("__meta_kubernetes_service_port_number"u8, port.Number)
            .Set("__meta_kubernetes_service_port_protocol"u8, port.Protocol)
            .Set("__meta_kubernetes_service_type"u8, service.Type);
        if (service.Type == "ExternalName")
        {
            Labels.Set("__meta_kubernetes_service_external_name"u8, service.ExternalName);
        }
        else
        {
            Labels.Set("__meta_kubernetes_service_cluster_ip"u8, service.ClusterIp);
        }

        if (service.Type == "LoadBalancer")
        {
            Labels.Set("__meta_kubernetes_service_loadbalancer_ip"u8, service.LoadBalancerIps);
        }

        return Labels.ToLabels();
    }
}
