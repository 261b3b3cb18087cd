using Pharos.Model.Histograms;

namespace Pharos.Formats.Conversion;

/// <summary>
/// Makes a native histogram with custom buckets out of the parts of a classic one, which come in any order. Reuse one instance with
/// <see cref="Reset"/>: it allocates nothing but the histograms. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// The first fault stays: what follows is ignored, and building fails with it. Of two buckets with one bound the first counts. Without a
/// count the highest bucket's is taken, without a bucket up to +Inf the count is that bucket's.
/// </remarks>
public sealed class ClassicHistogramBuilder
{
    /// <summary>With so many buckets, putting each in its place by moving those behind it starts to be felt.</summary>
    private const int InsertionLimit = 256;

    private const double TwoToThe63 = 9223372036854775808.0;

    private ClassicBucket[] _buckets = new ClassicBucket[16];
    private int _bucketCount;

    /// <summary>How many of the buckets are in their order. The others are as they came, to be put in their places all at once.</summary>
    private int _sortedCount;

    private double _count;
    private double _sum;
    private bool _hasCount;

    /// <summary>The bounds of the histogram built last. Custom values are never written to, so histograms share them.</summary>
    private double[] _lastBounds = [];

    /// <summary>The first fault, also after a failed build.</summary>
    public ClassicHistogramError Error { get; private set; }

    private bool HasError => Error.Fault != ClassicHistogramFault.None;

    public void Reset()
    {
        _bucketCount = 0;
        _sortedCount = 0;
        _count = 0;
        _sum = 0;
        _hasCount = false;
        Error = default;
    }

    /// <summary>
    /// Takes the cumulative count of the bucket up to a bound. False if there is a fault, now or from before; some faults of histograms
    /// with very many buckets are found only when they are built.
    /// </summary>
    public bool SetBucket(double upperBound, double count)
    {
        if (HasError)
        {
            return false;
        }

        if (double.IsNaN(upperBound))
        {
            return Fail(ClassicHistogramError.NaNBound());
        }

        if (count < 0)
        {
            return Fail(ClassicHistogramError.NegativeBucket(upperBound, count));
        }

        if (_sortedCount < _bucketCount)
        {
            Insert(_bucketCount, new ClassicBucket(upperBound, count));
            return true;
        }

        var at = FindPlace(upperBound);
        if (at < _bucketCount && _buckets[at].Bound == upperBound)
        {
            return true;
        }

        if (at > 0 && count < _buckets[at - 1].Count)
        {
            return Fail(ClassicHistogramError.LessThanBefore(count, _buckets[at - 1].Count));
        }

        if (at < _bucketCount && count > _buckets[at].Count)
        {
            return Fail(ClassicHistogramError.MoreThanNext(count, _buckets[at].Count));
        }

        if (at < _bucketCount && _bucketCount >= InsertionLimit)
        {
            // From here on they are only collected.
            Insert(_bucketCount, new ClassicBucket(upperBound, count));
            return true;
        }

        Insert(at, new ClassicBucket(upperBound, count));
        _sortedCount = _bucketCount;
        return true;
    }

    public bool SetCount(double count)
    {
        if (HasError)
        {
            return false;
        }

        if (count < 0)
        {
            return Fail(ClassicHistogramError.NegativeCount(count));
        }

        _count = count;
        _hasCount = true;
        return true;
    }

    public bool SetSum(double sum)
    {
        if (HasError)
        {
            return false;
        }

        _sum = sum;
        return true;
    }

    /// <summary>
    /// Gives an integer histogram if all counts are whole numbers, else a float one; the other is null. On failure both are, and
    /// <see cref="Error"/> says why. What was missing is filled in, so the next thing to do is <see cref="Reset"/>.
    /// </summary>
    public bool TryBuild(out Histogram? integer, out FloatHistogram? floating)
    {
        integer = null;
        floating = null;
        if (_sortedCount < _bucketCount)
        {
            Settle();
        }

        if (HasError)
        {
            return false;
        }

        Complete();
        var isInteger = IsInteger();
        var last = _buckets[_bucketCount - 1];
        if (_count != last.Count)
        {
            return Fail(ClassicHistogramError.Mismatch(_count, last.Bound, last.Count, isInteger));
        }

        if (isInteger)
        {
            integer = BuildInteger();
        }
        else
        {
            floating = BuildFloat();
        }

        return true;
    }

    private bool Fail(ClassicHistogramError error)
    {
        Error = error;
        return false;
    }

    /// <summary>Where the bound belongs: at the end, when buckets come in order as they should.</summary>
    private int FindPlace(double bound)
    {
        if (_bucketCount == 0 || _buckets[_bucketCount - 1].Bound < bound)
        {
            return _bucketCount;
        }

        var low = 0;
        var high = _bucketCount - 1;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_buckets[middle].Bound >= bound)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private void Insert(int at, ClassicBucket bucket)
    {
        if (_bucketCount == _buckets.Length)
        {
            Array.Resize(ref _buckets, _bucketCount * 2);
        }

        _buckets.AsSpan(at, _bucketCount - at).CopyTo(_buckets.AsSpan(at + 1));
        _buckets[at] = bucket;
        _bucketCount++;
    }

    /// <summary>Fills in what is missing: the count, the last bucket.</summary>
    private void Complete()
    {
        if (!_hasCount && _bucketCount > 0)
        {
            _count = _buckets[_bucketCount - 1].Count;
            _hasCount = true;
        }

        if (_bucketCount == 0 || !double.IsPositiveInfinity(_buckets[_bucketCount - 1].Bound))
        {
            Insert(_bucketCount, new ClassicBucket(double.PositiveInfinity, _count));
            _sortedCount = _bucketCount;
        }
    }

    /// <summary>Brings the collected buckets to their places.</summary>
    private void Settle()
    {
        var fault = new LateBuckets(_buckets.AsSpan(0, _bucketCount), _sortedCount).Settle(out _bucketCount);
        _sortedCount = _bucketCount;

        // A fault found before is of something that came later: after it, nothing was taken any more.
        Error = fault.Fault != ClassicHistogramFault.None ? fault : Error;
    }

    private bool IsInteger()
    {
        foreach (var bucket in _buckets.AsSpan(0, _bucketCount))
        {
            if (!(bucket.Count < TwoToThe63 && bucket.Count == Math.Floor(bucket.Count)))
            {
                return false;
            }
        }

        return _count < 2 * TwoToThe63 && _count == Math.Floor(_count);
    }

    private Histogram BuildInteger()
    {
        var deltas = new long[_bucketCount];
        long below = 0;
        long previous = 0;
        for (var i = 0; i < deltas.Length; i++)
        {
            var cumulative = (long)_buckets[i].Count;
            var count = cumulative - below;
            deltas[i] = count - previous;
            below = cumulative;
            previous = count;
        }

        var histogram = new Histogram
        {
            Schema = HistogramSchema.CustomBuckets,
            Count = (ulong)_count,
            Sum = _sum,
            PositiveSpans = [new BucketSpan(0, (uint)deltas.Length)],
            PositiveBuckets = deltas,
            CustomValues = Bounds(),
        };
        return histogram.Compact(2);
    }

    private FloatHistogram BuildFloat()
    {
        var counts = new double[_bucketCount];
        double below = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = _buckets[i].Count - below;
            below = _buckets[i].Count;
        }

        var histogram = new FloatHistogram
        {
            Schema = HistogramSchema.CustomBuckets,
            Count = _count,
            Sum = _sum,
            PositiveSpans = [new BucketSpan(0, (uint)counts.Length)],
            PositiveBuckets = counts,
            CustomValues = Bounds(),
        };
        return histogram.Compact(0);
    }

    /// <summary>The bounds without +Inf: the array given last time, if they are the same, as within one metric they are.</summary>
    private double[] Bounds()
    {
        var count = _bucketCount - 1;
        var isSame = _lastBounds.Length == count;
        for (var i = 0; isSame && i < count; i++)
        {
            isSame = _lastBounds[i] == _buckets[i].Bound;
        }

        if (!isSame)
        {
            _lastBounds = new double[count];
            for (var i = 0; i < count; i++)
            {
                _lastBounds[i] = _buckets[i].Bound;
            }
        }

        return _lastBounds;
    }
}

/// <summary>The cumulative count up to a bound.</summary>
internal readonly record struct ClassicBucket(double Bound, double Count);
