namespace Pharos.Model.Histograms;

/// <summary>
/// The buckets of one sign of a float histogram, from the zero bucket outwards. The histogram must not change meanwhile. Bounds are
/// worked out only when <see cref="Current"/> is asked.
/// </summary>
public struct FloatBucketEnumerator
{
    private readonly double[] _buckets;
    private readonly double[] _customValues;
    private readonly int _schema;
    private readonly bool _isPositive;
    private BucketCursor _cursor;

    internal FloatBucketEnumerator(FloatHistogram histogram, bool isPositive)
    {
        _buckets = isPositive ? histogram.PositiveBuckets : histogram.NegativeBuckets;
        _customValues = histogram.CustomValues;
        _schema = histogram.Schema;
        _isPositive = isPositive;
        _cursor = new BucketCursor(isPositive ? histogram.PositiveSpans : histogram.NegativeSpans);
    }

    public readonly HistogramBucket<double> Current =>
        HistogramBucket<double>.Of(_cursor.Index, Count, _schema, _customValues, _isPositive);

    /// <summary>The count of the current bucket.</summary>
    public readonly double Count => _buckets[_cursor.Position];

    /// <summary>Where the current bucket stands among the stored ones.</summary>
    internal readonly int Position => _cursor.Position;

    public bool MoveNext() => _cursor.MoveNext() && _cursor.Position < _buckets.Length;

    public readonly FloatBucketEnumerator GetEnumerator() => this;
}

/// <summary>As <see cref="FloatBucketEnumerator"/>, from the outermost bucket towards the zero bucket.</summary>
public struct ReverseFloatBucketEnumerator
{
    private readonly double[] _buckets;
    private readonly double[] _customValues;
    private readonly int _schema;
    private readonly bool _isPositive;
    private ReverseBucketCursor _cursor;

    internal ReverseFloatBucketEnumerator(FloatHistogram histogram, bool isPositive)
    {
        _buckets = isPositive ? histogram.PositiveBuckets : histogram.NegativeBuckets;
        _customValues = histogram.CustomValues;
        _schema = histogram.Schema;
        _isPositive = isPositive;
        _cursor = new ReverseBucketCursor(isPositive ? histogram.PositiveSpans : histogram.NegativeSpans, _buckets.Length);
    }

    public readonly HistogramBucket<double> Current =>
        HistogramBucket<double>.Of(_cursor.Index, Count, _schema, _customValues, _isPositive);

    public readonly double Count => _buckets[_cursor.Position];

    public bool MoveNext() => _cursor.MoveNext();

    public readonly ReverseFloatBucketEnumerator GetEnumerator() => this;
}

/// <summary>
/// All buckets of a float histogram in the order of their values, ascending or descending. The zero bucket is there if it counts
/// something; a bucket that it overlaps begins or ends at the zero threshold.
/// </summary>
public struct AllFloatBucketsEnumerator
{
    private readonly double _zeroThreshold;
    private readonly double _zeroCount;
    private ReverseFloatBucketEnumerator _inward;
    private FloatBucketEnumerator _outward;
    private Stage _stage;

    internal AllFloatBucketsEnumerator(FloatHistogram histogram, bool isDescending)
    {
        _zeroThreshold = histogram.ZeroThreshold;
        _zeroCount = histogram.ZeroCount;
        _inward = new ReverseFloatBucketEnumerator(histogram, isDescending);
        _outward = new FloatBucketEnumerator(histogram, !isDescending);
    }

    private enum Stage : byte
    {
        Inward,
        Zero,
        Outward,
    }

    public readonly HistogramBucket<double> Current => _stage switch
    {
        Stage.Inward => OutsideZeroBucket(_inward.Current),
        Stage.Zero => HistogramBucket<double>.Zero(_zeroThreshold, _zeroCount),
        _ => OutsideZeroBucket(_outward.Current),
    };

    /// <summary>The count of the current bucket.</summary>
    public readonly double Count => _stage switch
    {
        Stage.Inward => _inward.Count,
        Stage.Zero => _zeroCount,
        _ => _outward.Count,
    };

    public bool MoveNext()
    {
        if (_stage == Stage.Inward)
        {
            if (_inward.MoveNext())
            {
                return true;
            }

            _stage = Stage.Zero;
            if (_zeroCount > 0)
            {
                return true;
            }
        }

        _stage = Stage.Outward;
        return _outward.MoveNext();
    }

    public readonly AllFloatBucketsEnumerator GetEnumerator() => this;

    private readonly HistogramBucket<double> OutsideZeroBucket(HistogramBucket<double> bucket)
    {
        if (bucket.Upper < 0 && bucket.Upper > -_zeroThreshold)
        {
            return bucket with { Upper = -_zeroThreshold };
        }

        return bucket.Lower > 0 && bucket.Lower < _zeroThreshold ? bucket with { Lower = _zeroThreshold } : bucket;
    }
}

/// <summary>The buckets of one sign of an integer histogram, from the zero bucket outwards, with the counts themselves.</summary>
public struct IntegerBucketEnumerator
{
    private readonly long[] _deltas;
    private readonly double[] _customValues;
    private readonly int _schema;
    private readonly bool _isPositive;
    private BucketCursor _cursor;
    private long _count;

    internal IntegerBucketEnumerator(Histogram histogram, bool isPositive)
    {
        _deltas = isPositive ? histogram.PositiveBuckets : histogram.NegativeBuckets;
        _customValues = histogram.CustomValues;
        _schema = histogram.Schema;
        _isPositive = isPositive;
        _cursor = new BucketCursor(isPositive ? histogram.PositiveSpans : histogram.NegativeSpans);
    }

    public readonly HistogramBucket<ulong> Current =>
        HistogramBucket<ulong>.Of(_cursor.Index, Count, _schema, _customValues, _isPositive);

    public readonly ulong Count => (ulong)_count;

    public bool MoveNext()
    {
        if (!_cursor.MoveNext() || _cursor.Position >= _deltas.Length)
        {
            return false;
        }

        _count += _deltas[_cursor.Position];
        return true;
    }

    public readonly IntegerBucketEnumerator GetEnumerator() => this;
}
