namespace Pharos.Instrumentation.Distributions;

/// <summary>
/// Counts of the buckets that have any, ordered by index, in two parallel arrays. There are at most a few hundred of them, so a binary
/// search and a shift of the tail are as fast as a table and give the order for nothing. Not safe for concurrent use.
/// </summary>
internal sealed class SparseBuckets
{
    private int[] _indexes = [];
    private ulong[] _counts = [];
    private int _length;

    public int Length => _length;

    public ReadOnlySpan<int> Indexes => _indexes.AsSpan(0, _length);

    public ReadOnlySpan<ulong> Counts => _counts.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Add(int index, ulong count)
    {
        var at = Indexes.BinarySearch(index);
        if (at >= 0)
        {
            _counts[at] += count;
        }
        else
        {
            Insert(~at, index, count);
        }
    }

    public void AddAll(SparseBuckets other)
    {
        for (var i = 0; i < other._length; i++)
        {
            Add(other._indexes[i], other._counts[i]);
        }
    }

    /// <summary>Joins neighbours as <see cref="ExponentialBuckets.Halve"/> says.</summary>
    public void Halve()
    {
        var written = 0;
        for (var i = 0; i < _length; i++)
        {
            var index = ExponentialBuckets.Halve(_indexes[i]);
            if (written > 0 && _indexes[written - 1] == index)
            {
                _counts[written - 1] += _counts[i];
                continue;
            }

            _indexes[written] = index;
            _counts[written++] = _counts[i];
        }

        _length = written;
    }

    /// <summary>Takes the bucket away if it is the lowest one, and returns its count.</summary>
    public ulong TakeLowest(int index)
    {
        if (_length == 0 || _indexes[0] != index)
        {
            return 0;
        }

        var count = _counts[0];
        _length--;
        _indexes.AsSpan(1, _length).CopyTo(_indexes);
        _counts.AsSpan(1, _length).CopyTo(_counts);
        return count;
    }

    private void Insert(int at, int index, ulong count)
    {
        if (_length == _indexes.Length)
        {
            var capacity = Math.Max(8, _length * 2);
            Array.Resize(ref _indexes, capacity);
            Array.Resize(ref _counts, capacity);
        }

        var moved = _length - at;
        _indexes.AsSpan(at, moved).CopyTo(_indexes.AsSpan(at + 1));
        _counts.AsSpan(at, moved).CopyTo(_counts.AsSpan(at + 1));
        _indexes[at] = index;
        _counts[at] = count;
        _length++;
    }
}
