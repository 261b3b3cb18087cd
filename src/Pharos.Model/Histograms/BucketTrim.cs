namespace Pharos.Model.Histograms;

/// <summary>
/// Cuts buckets at a limit and estimates what is left: each bucket gives what it keeps, and the observations kept count as if all of
/// them lay in the middle of the interval that survives.
/// </summary>
internal struct BucketTrim
{
    private readonly double _limit;
    private readonly bool _keepsBelow;
    private readonly bool _isLinear;

    public BucketTrim(double limit, bool keepsBelow, bool isLinear)
    {
        _limit = limit;
        _keepsBelow = keepsBelow;
        _isLinear = isLinear;
    }

    public double Count { get; private set; }

    public double Sum { get; private set; }

    /// <summary>Whether some bucket lost something.</summary>
    public bool HasCut { get; private set; }

    /// <summary>What a populated bucket keeps.</summary>
    public double Take(HistogramBucket<double> bucket, bool isPositive)
    {
        if (_keepsBelow ? bucket.Upper <= _limit : bucket.Lower >= _limit)
        {
            return KeepAll(bucket.Count, Middle(bucket.Lower, bucket.Upper, isPositive));
        }

        if (!(_keepsBelow ? bucket.Lower < _limit : bucket.Upper > _limit))
        {
            HasCut = true;
            return 0;
        }

        double middle;
        if (double.IsNegativeInfinity(bucket.Lower) || double.IsPositiveInfinity(bucket.Upper))
        {
            var kept = double.IsNegativeInfinity(bucket.Lower)
                ? CutBelowAllBounds(bucket, out middle)
                : CutAboveAllBounds(bucket, out middle);
            return Keep(bucket.Count, kept, middle);
        }

        var below = bucket.Count * bucket.FractionBelow(_limit, _isLinear);
        if (_keepsBelow)
        {
            return Keep(bucket.Count, below, Middle(bucket.Lower, _limit, isPositive));
        }

        return Keep(bucket.Count, bucket.Count - below, Middle(_limit, bucket.Upper, isPositive));
    }

    /// <summary>What the zero bucket keeps. If only one side is populated, it is taken to reach only to zero on the other.</summary>
    public double TakeZeroBucket(HistogramBucket<double> bucket, bool hasNegative, bool hasPositive)
    {
        var lower = hasPositive && !hasNegative ? 0 : bucket.Lower;
        var upper = hasNegative && !hasPositive ? 0 : bucket.Upper;
        if (_limit <= lower || _limit >= upper)
        {
            // At a width of zero the limit is at both ends at once: then it counts as the lower one.
            var isKept = _limit <= lower ? !_keepsBelow : _keepsBelow;
            return isKept ? KeepAll(bucket.Count, (lower + upper) / 2) : Keep(bucket.Count, 0, 0);
        }

        return _keepsBelow
            ? Keep(bucket.Count, bucket.Count * ((_limit - lower) / (upper - lower)), (lower + _limit) / 2)
            : Keep(bucket.Count, bucket.Count * ((upper - _limit) / (upper - lower)), (_limit + upper) / 2);
    }

    /// <summary>
    /// The lowest custom bucket begins at -Inf. With a positive upper bound it is taken to begin at zero; otherwise nobody knows how its
    /// observations are spread.
    /// </summary>
    private readonly double CutBelowAllBounds(HistogramBucket<double> bucket, out double middle)
    {
        var hasPositiveEnd = bucket.Upper > 0 && double.IsFinite(bucket.Upper);
        if (_keepsBelow)
        {
            if (_limit > 0 && hasPositiveEnd)
            {
                middle = _limit / 2;
                return bucket.Count * _limit / bucket.Upper;
            }

            if (bucket.Upper <= 0)
            {
                middle = _limit;
                return bucket.Count;
            }
        }
        else if (_limit >= 0 && hasPositiveEnd)
        {
            middle = (_limit + bucket.Upper) / 2;
            return bucket.Count * (1 - _limit / bucket.Upper);
        }

        middle = double.IsInfinity(bucket.Upper) ? 0 : bucket.Upper;
        return 0;
    }

    /// <summary>The bucket that ends at +Inf stays whole if its lower part goes, and goes whole if its upper part does.</summary>
    private readonly double CutAboveAllBounds(HistogramBucket<double> bucket, out double middle)
    {
        if (!_keepsBelow && _limit >= bucket.Lower)
        {
            middle = _limit;
            return bucket.Count;
        }

        middle = bucket.Lower;
        return 0;
    }

    private double Keep(double count, double kept, double middle)
    {
        HasCut |= kept != count;
        return KeepAll(kept, middle);
    }

    private double KeepAll(double count, double middle)
    {
        Count += count;
        Sum += middle * count;
        return count;
    }

    /// <summary>The middle of an interval: the mean of its ends, geometric in exponential buckets.</summary>
    private readonly double Middle(double lower, double upper, bool isPositive)
    {
        if (double.IsInfinity(lower))
        {
            return double.IsInfinity(upper) ? 0 : upper > 0 ? upper / 2 : upper;
        }

        if (double.IsInfinity(upper))
        {
            return lower;
        }

        if (_isLinear)
        {
            return (lower + upper) / 2;
        }

        var mean = Math.Sqrt(Math.Abs(lower * upper));
        return isPositive ? mean : -mean;
    }
}
