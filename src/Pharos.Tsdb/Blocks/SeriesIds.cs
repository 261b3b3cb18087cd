using System.Buffers;

namespace Pharos.Tsdb.Blocks;

/// <summary>
/// Series of one index, ascending by id, which is the order of their labels. The memory is pooled: dispose it when done, once, and do not
/// use the span after that.
/// </summary>
public sealed class SeriesIds : IDisposable
{
    private uint[]? _array;

    internal SeriesIds(uint[] array, int count)
    {
        _array = array;
        Count = count;
    }

    public int Count { get; private set; }

    public ReadOnlySpan<uint> Ids => new(_array, 0, Count);

    internal static SeriesIds None => new([], 0);

    /// <summary>The ids, to be changed while the selection is still being made.</summary>
    internal Span<uint> Mutable => _array.AsSpan(0, Count);

    public void Dispose()
    {
        if (_array is { Length: > 0 } rented)
        {
            ArrayPool<uint>.Shared.Return(rented);
        }

        _array = null;
        Count = 0;
    }

    internal static SeriesIds Rent(int count) => new(ArrayPool<uint>.Shared.Rent(count), count);

    internal void Truncate(int count) => Count = count;
}
