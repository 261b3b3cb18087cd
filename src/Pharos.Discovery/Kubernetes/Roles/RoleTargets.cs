using Pharos.Discovery.Kubernetes.Objects;
using Pharos.Discovery.Kubernetes.Options;
using Pharos.Discovery.Kubernetes.Watching;
using Pharos.Discovery.Targets;

namespace Pharos.Discovery.Kubernetes.Roles;

/// <summary>
/// Makes the groups of one role in one namespace, or in all: one for each object, made anew whenever something has changed that it says something
/// of. Everything that is read of caches is read under their gate.
/// </summary>
internal abstract class RoleTargets(RoleServices services) : IDisposable
{
    /// <summary>How many groups are made while the gate is held.</summary>
    private const int BatchSize = 256;

    protected WorkQueue Queue { get; } = new(services.Time, services.Queue);

    protected RoleServices Services { get; } = services;

    protected LabelWriter Labels { get; } = new();

    /// <summary>What must have been read before the first group is made, so that targets do not come twice with different labels.</summary>
    protected abstract Task Ready { get; }

    /// <summary>Runs until it is told to stop, and then throws what says so.</summary>
    public async Task RunAsync(ITargetSink sink, CancellationToken stop)
    {
        await Ready.WaitAsync(stop);

        // The first answer is the whole, also if that is nothing: it may take the place of other targets.
        var first = new List<TargetGroup>();
        while (Queue.Take(BatchSize) is { Count: > 0 } keys)
        {
            first.AddRange(Make(keys));
        }

        sink.Update(first);
        while (true)
        {
            sink.Update(Make(await Queue.TakeAsync(BatchSize, stop)));
        }
    }

    public void Dispose() => Queue.Dispose();

    /// <summary>The group of the object, without targets if it is gone. Called under the gate, by one thread.</summary>
    protected abstract TargetGroup Make(ObjectKey key);

    /// <summary>The cache of a kind in the namespace of the role, narrowed down if the configuration says so.</summary>
    protected ObjectCache<T> Cache<T>(Api.ApiResource<T> resource, KubernetesRole? selector = null)
        where T : ApiObject => CacheOf(resource, Services.Namespace, selector);

    /// <summary>The cache of a kind that belongs to the cluster.</summary>
    protected ObjectCache<T> ClusterCache<T>(Api.ApiResource<T> resource, KubernetesRole? selector = null)
        where T : ApiObject => CacheOf(resource, "", selector);

    private ObjectCache<T> CacheOf<T>(Api.ApiResource<T> resource, string space, KubernetesRole? role)
        where T : ApiObject
    {
        var selector = role is null ? null : Services.Selectors.FirstOrDefault(one => one.Role == role);
        return Services.Watches.Of(resource, new Api.ResourceScope(space, selector?.Label ?? "", selector?.Field ?? ""));
    }

    private List<TargetGroup> Make(IReadOnlyList<ObjectKey> keys)
    {
        var groups = new List<TargetGroup>(keys.Count);
        var start = Services.Time.GetTimestamp();
        var last = start;
        lock (Services.Watches.Gate)
        {
            foreach (var key in keys)
            {
                groups.Add(Make(key));
                var now = Services.Time.GetTimestamp();
                Services.Queue.Work.Observe(Services.Time.GetElapsedTime(last, now).TotalSeconds);
                Services.Queue.Longest.Set(Services.Time.GetElapsedTime(start, now).TotalSeconds);
                Services.Queue.Unfinished.Set(Services.Time.GetElapsedTime(start, now).TotalSeconds * (keys.Count - groups.Count));
                last = now;
            }
        }

        Services.Queue.Longest.Set(0);
        Services.Queue.Unfinished.Set(0);
        return groups;
    }
}
