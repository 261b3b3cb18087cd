using Pharos.Discovery.Kubernetes.Api;
using Pharos.Discovery.Kubernetes.Objects;

namespace Pharos.Discovery.Kubernetes.Watching;

/// <summary>All that a discoverer watches. What is asked for twice is watched once. Asked before <see cref="RunAsync"/> by one thread.</summary>
internal sealed class ClusterWatches(ClusterApi api, WatchServices services)
{
    private readonly Dictionary<(object Resource, ResourceScope Scope), (object Cache, IResourceWatch Watch)> _watches = [];

    /// <summary>The gate of all caches.</summary>
    public Lock Gate { get; } = new();

    public ObjectCache<T> Of<T>(ApiResource<T> resource, ResourceScope scope)
        where T : ApiObject
    {
        if (!_watches.TryGetValue((resource, scope), out var known))
        {
            var cache = new ObjectCache<T>(Gate);
            known = (cache, new ResourceWatch<T>(api, resource, scope, cache, services));
            _watches.Add((resource, scope), known);
        }

        return (ObjectCache<T>)known.Cache;
    }

    /// <summary>Runs until it is told to stop, and then throws what says so.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(_watches.Values.Select(known => Task.Run(() => known.Watch.RunAsync(stop), stop)));
}
