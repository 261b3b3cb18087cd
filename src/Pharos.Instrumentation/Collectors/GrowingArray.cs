namespace Pharos.Instrumentation.Collectors;

/// <summary>An array that keeps its room when it is emptied, and does not keep what was in it alive.</summary>
internal struct GrowingArray<T>
{
    private T[]? _items;
    private int _count;

    public readonly int Count => _count;

    public readonly Span<T> Span => _items.AsSpan(0, _count);

    public readonly ref T this[int index] => ref Span[index];

    public int Add(T item)
    {
        Reserve(1);
        _items![_count] = item;
        return _count++;
    }

    /// <summary>Returns where the first of them now is.</summary>
    public int AddRange(scoped ReadOnlySpan<T> items)
    {
        Reserve(items.Length);
        items.CopyTo(_items.AsSpan(_count));
        _count += items.Length;
        return _count - items.Length;
    }

    public void Clear()
    {
        Span.Clear();
        _count = 0;
    }

    private void Reserve(int more)
    {
        if (_items is null || _items.Length - _count < more)
        {
            Array.Resize(ref _items, Math.Max(16, Math.Max(_count + more, _count * 2)));
        }
    }
}
