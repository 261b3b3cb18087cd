using Pharos.Discovery.Kubernetes.Access;
using Pharos.Discovery.Kubernetes.Api;
using Pharos.Discovery.Kubernetes.Options;
using Pharos.Discovery.Kubernetes.Roles;
using Pharos.Discovery.Kubernetes.Watching;
using Pharos.Http;

namespace Pharos.Discovery.Kubernetes;

/// <summary>Watches the objects of a cluster that a role is about, and gives a group for each.</summary>
/// <remarks>
/// <code>
/// API server ──► ResourceWatch ──► ObjectCache ──► WorkQueue ──► RoleTargets ──► sink
///                  one for each kind,                 one of each for each
///                  namespace and selector             configured namespace
/// </code>
/// </remarks>
internal sealed class KubernetesDiscoverer : IDiscoverer, IDisposable
{
    private readonly KubernetesDiscoveryOptions _options;
    private readonly DiscoveryServices _services;
    private readonly KubernetesMetrics _metrics;
    private readonly IReadOnlyList<string> _namespaces;
    private readonly ClusterApi _api;

    /// <exception cref="IOException">A file that says how to reach the cluster cannot be read or used.</exception>
    /// <exception cref="ClientConfigurationException">As above, of certificates.</exception>
    public KubernetesDiscoverer(KubernetesDiscoveryOptions options, DiscoveryServices services)
    {
        (_options, _services) = (options, services);
        _metrics = services.Metrics.Of(static registry => new KubernetesMetrics(registry));
        var access = ClusterAccess.Of(options, services.Http);
        _namespaces = options.Role == KubernetesRole.Node ? [""] : options.Namespaces.With(access.OwnNamespace);
        _api = new ClusterApi(access, services, _metrics);
    }

    public async Task RunAsync(ITargetSink sink, CancellationToken stop)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var watches = new ClusterWatches(_api, new WatchServices(_services.Time, _services.Log, _metrics.Failures, _options.Jitter));
        var roles = _namespaces.Select(space => Role(space, watches)).ToList();
        try
        {
            List<Task> running = [watches.RunAsync(failed.Token), .. roles.Select(role => Task.Run(() => role.RunAsync(sink, failed.Token), failed.Token))];

            // None ends by itself. If one does it is by a fault, and all have to begin anew.
            await Task.WhenAny(running);
            await failed.CancelAsync();
            await Task.WhenAll(running);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // That is how it ends.
        }
        finally
        {
            roles.ForEach(static role => role.Dispose());
        }
    }

    public void Dispose() => _api.Dispose();

    private RoleTargets Role(string space, ClusterWatches watches)
    {
        var role = _options.Role!.Value;
        var services = new RoleServices(
            space, watches, _options.Selectors, _options.AttachMetadata, _metrics, _metrics.Queue(role), _services.Time, _services.Log);
        return role switch
        {
            KubernetesRole.Pod => new PodTargets(services),
            KubernetesRole.Service => new ServiceTargets(services),
            KubernetesRole.Endpoints => new EndpointsTargets(services),
            KubernetesRole.EndpointSlice => new EndpointSliceTargets(services),
            KubernetesRole.Node => new NodeTargets(services),
            _ => new IngressTargets(services),
        };
    }
}
