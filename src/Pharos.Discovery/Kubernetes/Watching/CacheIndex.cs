using System.Runtime.InteropServices;
using Pharos.Discovery.Kubernetes.Objects;

namespace Pharos.Discovery.Kubernetes.Watching;

/// <summary>Finds objects of a cache by another key: that of something they name. The cache keeps it up to date, under its gate.</summary>
internal sealed class CacheIndex<T>(Func<T, IEnumerable<ObjectKey>> keysOf)
    where T : ApiObject
{
    private readonly Dictionary<ObjectKey, List<ObjectKey>> _objects = [];

    /// <summary>The keys of the objects, each once.</summary>
    public IReadOnlyList<ObjectKey> this[ObjectKey key] => _objects.TryGetValue(key, out var objects) ? objects : [];

    public void Update(T? before, T? now)
    {
        if (before is not null)
        {
            foreach (var key in keysOf(before))
            {
                Remove(key, before.Key);
            }
        }

        if (now is not null)
        {
            foreach (var key in keysOf(now))
            {
                Add(key, now.Key);
            }
        }
    }

    private void Add(ObjectKey key, ObjectKey owner)
    {
        ref var objects = ref CollectionsMarshal.GetValueRefOrAddDefault(_objects, key, out _);
        objects ??= new List<ObjectKey>(1);

        // One object may name the same thing more than once, and does so in a row.
        if (objects.Count == 0 || objects[^1] != owner)
        {
            objects.Add(owner);
        }
    }

    private void Remove(ObjectKey key, ObjectKey owner)
    {
        if (_objects.TryGetValue(key, out var objects) && objects.Remove(owner) && objects.Count == 0)
        {
            _objects.Remove(key);
        }
    }
}
