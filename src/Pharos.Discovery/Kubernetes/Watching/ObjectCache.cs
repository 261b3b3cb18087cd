using Pharos.Discovery.Kubernetes.Objects;

namespace Pharos.Discovery.Kubernetes.Watching;

/// <summary>
/// The objects of one kind that there are, as far as is known. All caches of a discoverer share a gate: whoever reads holds it; changes take it
/// themselves, and those who listen are called while it is held.
/// </summary>
internal sealed class ObjectCache<T>(Lock gate)
    where T : ApiObject
{
    /// <summary>Of a server that never ends a list.</summary>
    private const int MostObjects = 4_000_000;

    private readonly List<CacheIndex<T>> _indexes = [];
    private readonly List<Action<T?, T?>> _listeners = [];
    private readonly TaskCompletionSource _filled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<ObjectKey, T> _objects = [];

    /// <summary>Done when the whole has been read once.</summary>
    public Task Filled => _filled.Task;

    /// <summary>Done when the whole has been read once, or that has failed once.</summary>
    public Task Tried => _tried.Task;

    public IEnumerable<ObjectKey> Keys => _objects.Keys;

    /// <summary>Counts what comes in for the metrics.</summary>
    public EventCounts Events { get; set; } = EventCounts.None;

    public T? Find(ObjectKey key) => _objects.GetValueOrDefault(key);

    /// <summary>Before the cache is filled.</summary>
    public CacheIndex<T> AddIndex(Func<T, IEnumerable<ObjectKey>> keysOf)
    {
        var index = new CacheIndex<T>(keysOf);
        _indexes.Add(index);
        return index;
    }

    /// <summary>Calls with the object before and after each change that matters; null where it was not there, or is no longer. Before the cache is filled.</summary>
    public void Listen(Action<T?, T?> changed) => _listeners.Add(changed);

    public void Put(T item)
    {
        lock (gate)
        {
            var known = Find(item.Key);
            (known is null ? Events.Added : Events.Updated)?.Increment();
            Set(known, item);
        }
    }

    public void Remove(ObjectKey key)
    {
        lock (gate)
        {
            if (_objects.Remove(key, out var known))
            {
                Events.Deleted?.Increment();
                Changed(known, null);
            }
        }
    }

    /// <summary>Makes these the objects there are. What has not changed is neither told nor counted.</summary>
    public void Replace(Dictionary<ObjectKey, T> all)
    {
        lock (gate)
        {
            var gone = _objects.Values.Where(known => !all.ContainsKey(known.Key)).ToList();
            foreach (var known in gone)
            {
                _objects.Remove(known.Key);
                Events.Deleted?.Increment();
                Changed(known, null);
            }

            _objects.EnsureCapacity(all.Count);
            foreach (var (key, item) in all)
            {
                var known = Find(key);
                if (known is null || !known.Equals(item))
                {
                    (known is null ? Events.Added : Events.Updated)?.Increment();
                    Set(known, item);
                }
            }
        }

        _filled.TrySetResult();
        _tried.TrySetResult();
    }

    public void Failed() => _tried.TrySetResult();

    /// <summary>Collects the objects of a list.</summary>
    /// <exception cref="Api.ClusterApiException">There are too many.</exception>
    public static void Collect(Dictionary<ObjectKey, T> all, T item)
    {
        all[item.Key] = all.Count < MostObjects ? item : throw new Api.ClusterApiException($"the server has more than {MostObjects} objects of a kind");
    }

    private void Set(T? known, T item)
    {
        // Most events are about what is not kept: the old object stays then.
        if (known is null || !known.Equals(item))
        {
            _objects[item.Key] = item;
            Changed(known, item);
        }
    }

    private void Changed(T? before, T? now)
    {
        foreach (var index in _indexes)
        {
            index.Update(before, now);
        }

        foreach (var listener in _listeners)
        {
            listener(before, now);
        }
    }
}
