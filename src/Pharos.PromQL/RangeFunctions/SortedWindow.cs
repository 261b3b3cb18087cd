using System.Numerics;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>
/// The floats of a window in ascending order, NaN first. While windows move on by a few samples only, these are put in and taken out;
/// otherwise all are sorted. Memory is kept for the next series.
/// </summary>
/// <remarks>
/// Floats are kept as integers of the same order, in which no two that differ are equal, -0 and 0 included, so that exactly what was put in
/// is found again.
/// </remarks>
internal sealed class SortedWindow
{
    /// <summary>The integer of NaN, below that of negative infinity.</summary>
    private const long NaNKey = long.MinValue;

    private long[] _keys = [];
    private int _first;
    private int _end;

    public int Count => _end - _first;

    public bool HasNaN => Count > 0 && _keys[0] == NaNKey;

    /// <summary>A value by its rank, counted from 0.</summary>
    public double this[int rank]
    {
        get
        {
            var key = _keys[rank];
            return key == NaNKey ? double.NaN : BitConverter.Int64BitsToDouble(Flip(key));
        }
    }

    /// <summary>To be called for each series, ahead of its first window.</summary>
    public void Reset()
    {
        _first = 0;
        _end = 0;
    }

    /// <summary>Moves on to a window, neither of whose ends is ahead of those of the last one.</summary>
    public void MoveTo(ReadOnlySpan<double> values, int first, int end)
    {
        var moved = first - _first + (end - _end);
        if (moved == 0)
        {
            return;
        }

        if (_keys.Length < end - first)
        {
            Array.Resize(ref _keys, Math.Max(end - first, _keys.Length * 2));
        }

        if (first >= _end || IsSortingCheaper(moved, end - first))
        {
            Sort(values[first..end]);
        }
        else
        {
            Slide(values, first, end);
        }

        _first = first;
        _end = end;
    }

    /// <summary>Moving half of the keys in memory for each sample, against comparing them all with each other.</summary>
    private static bool IsSortingCheaper(int moved, int count) =>
        (long)moved * (24 + (count / 16)) > 4L * count * BitOperations.Log2((uint)count + 1);

    private static long Key(double value) => double.IsNaN(value) ? NaNKey : Flip(BitConverter.DoubleToInt64Bits(value));

    /// <summary>Negative floats order by their bits the wrong way round. Its own inverse.</summary>
    private static long Flip(long bits) => bits ^ ((bits >> 63) & long.MaxValue);

    private void Sort(ReadOnlySpan<double> window)
    {
        for (var i = 0; i < window.Length; i++)
        {
            _keys[i] = Key(window[i]);
        }

        _keys.AsSpan(0, window.Length).Sort();
    }

    /// <summary>Old samples leave as new ones come, so that there is always room.</summary>
    private void Slide(ReadOnlySpan<double> values, int first, int end)
    {
        var count = Count;
        var leaving = _first;
        var coming = _end;
        for (; leaving < first && coming < end; leaving++, coming++)
        {
            Replace(Key(values[leaving]), Key(values[coming]), count);
        }

        for (; leaving < first; leaving++)
        {
            Remove(Key(values[leaving]), count--);
        }

        for (; coming < end; coming++)
        {
            Insert(Key(values[coming]), count++);
        }
    }

    /// <summary>Moves only the keys between the places of the two.</summary>
    private void Replace(long leaving, long coming, int count)
    {
        var keys = _keys.AsSpan(0, count);
        var from = CountBelow(keys, leaving);
        var to = CountBelow(keys, coming);
        if (from < to)
        {
            to--;
            keys.Slice(from + 1, to - from).CopyTo(keys[from..]);
        }
        else
        {
            keys[to..from].CopyTo(keys[(to + 1)..]);
        }

        keys[to] = coming;
    }

    private void Remove(long key, int count)
    {
        var keys = _keys.AsSpan(0, count);
        var at = CountBelow(keys, key);
        keys[(at + 1)..].CopyTo(keys[at..]);
    }

    private void Insert(long key, int count)
    {
        var keys = _keys.AsSpan(0, count + 1);
        var at = CountBelow(keys[..count], key);
        keys[at..count].CopyTo(keys[(at + 1)..]);
        keys[at] = key;
    }

    /// <summary>Halves without branches, of which every second one would be guessed wrong.</summary>
    private static int CountBelow(ReadOnlySpan<long> keys, long key)
    {
        var from = 0;
        for (var count = keys.Length; count > 0;)
        {
            var half = (count + 1) / 2;
            from += keys[from + half - 1] < key ? half : 0;
            count -= half;
        }

        return from;
    }
}
