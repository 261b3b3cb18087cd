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
    where T : class, IMergeSource<T>
{
    private readonly List<T> _items = [];

    public int Count => _items.Count;

    public T Top => _items[0];

    public void Clear() => _items.Clear();

    public void Push(T item)
    {
        _items.Add(item);
        var at = _items.Count - 1;
        while (at > 0)
        {
            var parent = (at - 1) / 2;
            if (!_items[at].IsBefore(_items[parent]))
            {
                break;
            }

            Swap(at, parent);
            at = parent;
        }
    }

    public T Pop()
    {
        var last = _items.Count - 1;
        Swap(0, last);
        var top = _items[last];
        _items.RemoveAt(last);
        var at = 0;
        while (true)
        {
            var child = 2 * at + 1;
            if (child >= last)
            {
                return top;
            }

            if (child + 1 < last && _items[child + 1].IsBefore(_items[child]))
            {
                child++;
            }

            if (!_items[child].IsBefore(_items[at]))
            {
                return top;
            }

            Swap(at, child);
            at = child;
        }
    }

    private void Swap(int left, int right) => (_items[left], _items[right]) = (_items[right], _items[left]);
}
