using System.Runtime.InteropServices;

namespace Pharos.Storage.Merging;

/// <summary>Something that stands at one of its items and can be told to come before another.</summary>
internal interface IMergeSource<in T>
{
    bool IsBefore(T other);
}

/// <summary>
/// A binary heap of sources with the first on top. Which of equal ones is on top depends only on the order of pushes and pops, in the way of
/// every textbook heap: what wins among samples of the same time follows from it, and should be the same as in Prometheus.
/// </summary>
internal sealed class MergeHeap<T>
    where T : IMergeSource<T>
{
    private readonly List<T> _items = [];

    public int Count => _items.Count;

    public T Top => _items[0];

    public void Clear() => _items.Clear();

    public void Push(T item)
    {
        _items.Add(item);
        var items = CollectionsMarshal.AsSpan(_items);
        var at = items.Length - 1;
        while (at > 0)
        {
            var parent = (at - 1) / 2;
            if (!items[at].IsBefore(items[parent]))
            {
                break;
            }

            (items[at], items[parent]) = (items[parent], items[at]);
            at = parent;
        }
    }

    public T Pop()
    {
        var last = _items.Count - 1;
        var top = _items[0];
        _items[0] = _items[last];
        _items.RemoveAt(last);
        var items = CollectionsMarshal.AsSpan(_items);
        var at = 0;
        while (true)
        {
            var child = 2 * at + 1;
            if (child >= last)
            {
                return top;
            }

            if (child + 1 < last && items[child + 1].IsBefore(items[child]))
            {
                child++;
            }

            if (!items[child].IsBefore(items[at]))
            {
                return top;
            }

            (items[at], items[child]) = (items[child], items[at]);
            at = child;
        }
    }
}
