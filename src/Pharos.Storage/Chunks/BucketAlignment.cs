using Pharos.Model.Histograms;

namespace Pharos.Storage.Chunks;

/// <summary>
/// How the buckets of a chunk and of a sample, on one side of zero, lie to each other: the buckets of both in ascending order, and where
/// each of them is in either. Used again and again; not safe for concurrent use.
/// </summary>
internal sealed class BucketAlignment
{
    private long[] _indexes = [];
    private int[] _inChunk = [];
    private int[] _inSample = [];
    private int _count;
    private bool _isSame = true;

    /// <summary>How many buckets of the sample the chunk has not.</summary>
    public int NewToChunk { get; private set; }

    /// <summary>How many buckets of the chunk the sample has not.</summary>
    public int NewToSample { get; private set; }

    /// <summary>
    /// Where the buckets of both are in the chunk, -1 for those that it has not. Not to be asked for when no bucket is new to either.
    /// </summary>
    public ReadOnlySpan<int> InChunk => _inChunk.AsSpan(0, _count);

    /// <inheritdoc cref="InChunk"/>
    public ReadOnlySpan<int> InSample => _inSample.AsSpan(0, _count);

    /// <summary>Makes it as if there were no difference.</summary>
    public void Forget()
    {
        NewToChunk = 0;
        NewToSample = 0;
    }

    /// <summary>Compares spans, which must be in order.</summary>
    public void Align(ReadOnlySpan<BucketSpan> chunk, ReadOnlySpan<BucketSpan> sample)
    {
        Forget();
        _count = 0;
        _isSame = chunk.SequenceEqual(sample);
        if (_isSame)
        {
            return;
        }

        Walk(chunk, sample);
    }

    /// <summary>Whether a bucket that the chunk has is lower in the sample, or not there although it was in use. Counts are differences.</summary>
    public bool FellInDifferences(ReadOnlySpan<long> chunk, ReadOnlySpan<long> sample)
    {
        long before = 0;
        long now = 0;
        if (_isSame)
        {
            for (var i = 0; i < chunk.Length; i++)
            {
                before += chunk[i];
                now += sample[i];
                if (before > now)
                {
                    return true;
                }
            }

            return false;
        }

        for (var i = 0; i < _count; i++)
        {
            var (chunkAt, sampleAt) = (_inChunk[i], _inSample[i]);
            now += sampleAt < 0 ? 0 : sample[sampleAt];
            if (chunkAt >= 0)
            {
                before += chunk[chunkAt];
                if (sampleAt < 0 ? before != 0 : before > now)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>As <see cref="FellInDifferences"/>, with each bucket holding its own count.</summary>
    public bool Fell(ReadOnlySpan<XorValue> chunk, ReadOnlySpan<double> sample)
    {
        var count = _isSame ? chunk.Length : _count;
        for (var i = 0; i < count; i++)
        {
            var (chunkAt, sampleAt) = _isSame ? (i, i) : (_inChunk[i], _inSample[i]);
            if (chunkAt >= 0 && (sampleAt < 0 ? chunk[chunkAt].Value != 0 : chunk[chunkAt].Value > sample[sampleAt]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The buckets of both as spans, those without a gap between them in one.</summary>
    /// <param name="chunk">The spans of the chunk that were compared.</param>
    public BucketSpan[] Union(ReadOnlySpan<BucketSpan> chunk)
    {
        if (_isSame)
        {
            _count = 0;
            Walk(chunk, chunk);
        }

        var spans = new List<BucketSpan>();
        long end = 0;
        for (var from = 0; from < _count;)
        {
            var to = from + 1;
            while (to < _count && _indexes[to] == _indexes[to - 1] + 1)
            {
                to++;
            }

            spans.Add(new BucketSpan(checked((int)(_indexes[from] - end)), (uint)(to - from)));
            end = _indexes[to - 1] + 1;
            from = to;
        }

        return [.. spans];
    }

    /// <summary>Spreads counts, each standing for itself, over the buckets of both.</summary>
    /// <param name="places">Where the buckets of both are in <paramref name="buckets"/>.</param>
    public static double[] Spread(ReadOnlySpan<int> places, ReadOnlySpan<double> buckets)
    {
        var spread = new double[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            spread[i] = places[i] < 0 ? 0 : buckets[places[i]];
        }

        return spread;
    }

    /// <summary>Spreads counts, given as differences, over the buckets of both.</summary>
    /// <inheritdoc cref="Spread"/>
    public static long[] SpreadDifferences(ReadOnlySpan<int> places, ReadOnlySpan<long> buckets)
    {
        var spread = new long[places.Length];
        long count = 0;
        long before = 0;
        for (var i = 0; i < places.Length; i++)
        {
            long now = 0;
            if (places[i] >= 0)
            {
                count += buckets[places[i]];
                now = count;
            }

            spread[i] = now - before;
            before = now;
        }

        return spread;
    }

    private void Walk(ReadOnlySpan<BucketSpan> chunk, ReadOnlySpan<BucketSpan> sample)
    {
        Reserve((int)(HistogramLayout.CountBuckets(chunk) + HistogramLayout.CountBuckets(sample)));
        var left = new BucketIndexes(chunk);
        var right = new BucketIndexes(sample);
        while (!left.IsAtEnd || !right.IsAtEnd)
        {
            var takeLeft = !left.IsAtEnd && (right.IsAtEnd || left.Index <= right.Index);
            var takeRight = !right.IsAtEnd && (left.IsAtEnd || right.Index <= left.Index);
            _indexes[_count] = takeLeft ? left.Index : right.Index;
            _inChunk[_count] = takeLeft ? left.Take() : -1;
            _inSample[_count] = takeRight ? right.Take() : -1;
            NewToChunk += takeLeft ? 0 : 1;
            NewToSample += takeRight ? 0 : 1;
            _count++;
        }
    }

    private void Reserve(int most)
    {
        if (_indexes.Length < most)
        {
            _indexes = new long[most];
            _inChunk = new int[most];
            _inSample = new int[most];
        }
    }

    /// <summary>Goes through the indexes of the buckets in spans.</summary>
    private ref struct BucketIndexes
    {
        private readonly ReadOnlySpan<BucketSpan> _spans;
        private int _span = -1;
        private uint _left;
        private int _taken;

        public BucketIndexes(ReadOnlySpan<BucketSpan> spans)
        {
            _spans = spans;
            Open();
        }

        public readonly bool IsAtEnd => _span >= _spans.Length;

        public long Index { get; private set; }

        /// <summary>The number of the bucket among all, from 0; goes on to the next.</summary>
        public int Take()
        {
            Index++;
            _left--;
            if (_left == 0)
            {
                Open();
            }

            return _taken++;
        }

        private void Open()
        {
            while (_left == 0 && ++_span < _spans.Length)
            {
                Index += _spans[_span].Offset;
                _left = _spans[_span].Length;
            }
        }
    }
}
