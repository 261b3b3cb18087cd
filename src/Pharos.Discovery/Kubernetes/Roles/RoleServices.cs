using Microsoft.Extensions.Logging;
using Pharos.Discovery.Kubernetes.Options;
using Pharos.Discovery.Kubernetes.Watching;

namespace Pharos.Discovery.Kubernetes.Roles;

/// <summary>What a role works with.</summary>
/// <param name="Namespace">Empty for all.</param>
internal sealed record RoleServices(
    string Namespace,
    ClusterWatches Watches,
    IReadOnlyList<SelectorOptions> Selectors,
    AttachMetadataOptions Attach,
    KubernetesMetrics Metrics,
    QueueMetrics Queue,
    TimeProvider Time,
    ILogger Log);
