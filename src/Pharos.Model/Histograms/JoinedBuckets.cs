namespace Pharos.Model.Histograms;

/// <summary>
/// Walks the buckets of one sign as they would be at a lower resolution, without those that end within a zero bucket of the given
/// threshold. Allocates nothing.
/// </summary>
internal struct JoinedBuckets
{
    private readonly double[] _buckets;
    private readonly int _from;
    private readonly int _to;
    private readonly double _zeroThreshold;
    private BucketCursor _cursor;
    private bool _hasNext;
    private bool _isBeyondZero;

    public JoinedBuckets(BucketSide side, int from, int to, double zeroThreshold)
    {
        _buckets = side.Buckets;
        _from = from;
        _to = to;
        _zeroThreshold = zeroThreshold;
        _cursor = new BucketCursor(side.Spans);
        _isBeyondZero = zeroThreshold == 0 || !HistogramSchema.IsExponential(to);
        _hasNext = MoveCursor();
    }

    public int Index { get; private set; }

    public double Count { get; private set; }

    public bool MoveNext()
    {
        while (_hasNext)
        {
            Index = ReducedIndex();
            Count = 0;
            do
            {
                Count += _buckets[_cursor.Position];
                _hasNext = MoveCursor();
            }
            while (_hasNext && _from != _to && ReducedIndex() == Index);

            if (_isBeyondZero || !(BucketBounds.UpperExponential(Index, _to) <= _zeroThreshold))
            {
                _isBeyondZero = true;
                return true;
            }
        }

        return false;
    }

    private bool MoveCursor() => _cursor.MoveNext() && _cursor.Position < _buckets.Length;

    private readonly int ReducedIndex() => _from == _to ? _cursor.Index : HistogramSchema.ReduceIndex(_cursor.Index, _from, _to);
}
