namespace Pharos.Model.Histograms;

/// <summary>How large a share of a native histogram's observations lies between two values.</summary>
public static class HistogramFractions
{
    /// <summary>
    /// The share of observations between the bounds, which may be infinite. Interpolates as <see cref="HistogramQuantiles.Quantile"/>
    /// does, of which it is the inverse.
    /// </summary>
    /// <returns>NaN if a bound is, or without observations; 0 if the bounds are not in order.</returns>
    public static double Fraction(double lower, double upper, FloatHistogram histogram, out HistogramNotes notes)
    {
        notes = HistogramNotes.None;
        if (histogram.Count == 0 || double.IsNaN(lower) || double.IsNaN(upper))
        {
            return SpecialValues.NormalNaN;
        }

        if (lower >= upper)
        {
            return 0;
        }

        var lowerRank = new RankOf(lower);
        var upperRank = new RankOf(upper);
        var buckets = histogram.EnumerateAll();
        double rank = 0;
        double count = 0;
        while (buckets.MoveNext())
        {
            var bucket = buckets.Current;
            count += bucket.Count;
            var isZeroBucket = bucket.Lower <= 0 && bucket.Upper >= 0;
            if (isZeroBucket)
            {
                bucket = NarrowZeroBucket(bucket, histogram);
            }

            var isLinear = histogram.UsesCustomBuckets || isZeroBucket;
            lowerRank.Look(bucket, rank, isLinear);
            upperRank.Look(bucket, rank, isLinear);
            if (lowerRank.IsFound && upperRank.IsFound)
            {
                break;
            }

            rank += bucket.Count;
        }

        if (double.IsNaN(histogram.Sum))
        {
            // Observations of NaN are in no bucket, so the buckets tell how many there are without them.
            while (buckets.MoveNext())
            {
                count += buckets.Count;
            }

            notes = count < histogram.Count ? HistogramNotes.FractionWithoutNaN : HistogramNotes.None;
        }
        else
        {
            count = histogram.Count;
        }

        return (upperRank.AtMost(count) - lowerRank.AtMost(count)) / histogram.Count;
    }

    /// <summary>A histogram with only positive buckets is taken to have observed nothing below zero, and the other way round.</summary>
    internal static HistogramBucket<double> NarrowZeroBucket(HistogramBucket<double> bucket, FloatHistogram histogram)
    {
        if (histogram.NegativeBuckets.Length == 0 && histogram.PositiveBuckets.Length > 0)
        {
            return bucket with { Lower = 0 };
        }

        return histogram.PositiveBuckets.Length == 0 && histogram.NegativeBuckets.Length > 0 ? bucket with { Upper = 0 } : bucket;
    }

    /// <summary>How many observations lie below a value, found while buckets go by in ascending order.</summary>
    private struct RankOf
    {
        private readonly double _value;
        private double _rank;

        public RankOf(double value)
        {
            _value = value;
        }

        public bool IsFound { get; private set; }

        public void Look(HistogramBucket<double> bucket, double rankBelow, bool isLinear)
        {
            if (IsFound)
            {
                return;
            }

            if (bucket.Lower >= _value)
            {
                _rank = rankBelow;
                IsFound = true;
            }
            else if (bucket.Lower < _value && bucket.Upper > _value)
            {
                // Within a bucket that begins at -Inf nothing can be interpolated: all of it counts.
                _rank = isLinear && double.IsNegativeInfinity(bucket.Lower)
                    ? bucket.Count
                    : rankBelow + bucket.Count * bucket.FractionBelow(_value, isLinear);
                IsFound = true;
            }
        }

        public readonly double AtMost(double count) => !IsFound || _rank > count ? count : _rank;
    }
}
