using Pharos.Discovery.Kubernetes.Api;
using Pharos.Discovery.Kubernetes.Objects;
using Pharos.Discovery.Kubernetes.Options;
using Pharos.Discovery.Kubernetes.Watching;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Kubernetes.Roles;

/// <summary>A target for each path of each rule of each ingress, at the rule's host: for probes from outside.</summary>
internal sealed class IngressTargets : RoleTargets
{
    private readonly MetaLabels _meta = new("ingress");
    private readonly ObjectCache<Ingress> _ingresses;
    private readonly AttachedNamespaces _namespaces;

    public IngressTargets(RoleServices services)
        : base(services)
    {
        _ingresses = Cache(ApiResources.Ingresses, KubernetesRole.Ingress);
        _ingresses.Events = services.Metrics.Events(KubernetesRole.Ingress);
        _ingresses.Listen((before, now) => Queue.Add((now ?? before!).Key));
        _namespaces = AttachedNamespaces.Of(services, space => Queue.Add(_ingresses.Keys.Where(key => key.Namespace == space)));
    }

    protected override Task Ready => Task.WhenAll(_ingresses.Filled, _namespaces.Filled);

    protected override TargetGroup Make(ObjectKey key)
    {
        var source = $"ingress/{key.Namespace}/{key.Name}";
        if (_ingresses.Find(key) is not { } ingress)
        {
            return TargetGroup.Gone(source);
        }

        var targets = new List<Labels>();
        foreach (var rule in ingress.Rules)
        {
            var scheme = IsSecure(ingress, rule.Host) ? "https" : "http";
            foreach (var path in rule.HasPaths ? rule.Paths.Span : [""])
            {
                targets.Add(Labels.Set("__address__"u8, rule.Host)
                    .Set("__meta_kubernetes_ingress_scheme"u8, scheme)
                    .Set("__meta_kubernetes_ingress_host"u8, rule.Host)
                    .Set("__meta_kubernetes_ingress_path"u8, path.Length > 0 ? path : "/")
                    .ToLabels());
            }
        }

        Labels.Set("__meta_kubernetes_namespace"u8, key.Namespace).Set("__meta_kubernetes_ingress_class_name"u8, ingress.ClassName);
        _meta.WriteWithName(Labels, ingress.Meta);
        _namespaces.Write(Labels, key.Namespace);
        return new TargetGroup(source, Labels.ToLabels(), targets);
    }

    private static bool IsSecure(Ingress ingress, string host)
    {
        foreach (var pattern in ingress.TlsHosts)
        {
            if (Covers(pattern, host))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the pattern is the host, or has an asterisk in place of the host's first part.</summary>
    private static bool Covers(string pattern, string host)
    {
        if (pattern == host)
        {
            return true;
        }

        var (afterStar, afterFirst) = (pattern.IndexOf('.', StringComparison.Ordinal), host.IndexOf('.', StringComparison.Ordinal));
        return afterStar < 0 || afterFirst < 0
            ? pattern == "*" && afterFirst < 0
            : afterStar == 1 && pattern[0] == '*' && pattern.AsSpan(afterStar).SequenceEqual(host.AsSpan(afterFirst));
    }
}
