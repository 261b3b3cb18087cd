namespace Pharos.Model.Histograms;

/// <summary>A bucket of a classic histogram: how many observations are at most the bound.</summary>
public record struct CumulativeBucket(double UpperBound, double Count);

/// <summary>
/// Where the counts of classic buckets were not cumulative and had to be made so. They come one by one, over networks and through
/// arithmetic, so it happens.
/// </summary>
/// <param name="WasForced">A bucket counted noticeably less than one below it.</param>
/// <param name="WasRounded">Differences too small to mean anything were levelled.</param>
/// <param name="MinBound">The lowest bound of a bucket that was forced; +Inf if there was none.</param>
/// <param name="MaxBound">The highest bound of a bucket that was forced; -Inf if there was none.</param>
/// <param name="MaxDifference">The largest gap that was filled by force.</param>
public readonly record struct MonotonicityFix(
    bool WasForced, bool WasRounded, double MinBound, double MaxBound, double MaxDifference);

/// <summary>Quantiles and fractions of classic histograms. The spans given are scratch: they are sorted and changed.</summary>
public static class ClassicBuckets
{
    /// <summary>
    /// Relative difference between two counts below which it is an artefact of arithmetic: it takes a bucket of 10^12 observations for
    /// a single one to fall below it.
    /// </summary>
    private const double Tolerance = 1e-12;

    private const double SmallestNormal = 2.2250738585072014e-308;

    /// <summary>
    /// The value below which the share <paramref name="q"/> of the observations lies, interpolated linearly in its bucket. In the
    /// highest bucket it is that bucket's lower bound; the lowest is taken to begin at zero if it ends above.
    /// </summary>
    /// <returns>
    /// -Inf for a share below 0, +Inf for one above 1; NaN for NaN, without observations, with less than two bounds or without +Inf.
    /// </returns>
    public static double Quantile(double q, Span<CumulativeBucket> buckets, out MonotonicityFix fix)
    {
        fix = default;
        if (double.IsNaN(q))
        {
            return SpecialValues.NormalNaN;
        }

        if (q < 0 || q > 1)
        {
            return q < 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }

        if (!SortAndJoin(ref buckets))
        {
            return SpecialValues.NormalNaN;
        }

        fix = MakeMonotonic(buckets);
        var observations = buckets[^1].Count;
        if (buckets.Length < 2 || observations == 0)
        {
            return SpecialValues.NormalNaN;
        }

        var rank = q * observations;
        var at = FirstReaching(buckets[..^1], rank);
        if (at == buckets.Length - 1)
        {
            return buckets[^2].UpperBound;
        }

        var bucket = buckets[at];
        if (at == 0 && bucket.UpperBound <= 0)
        {
            return bucket.UpperBound;
        }

        var below = at == 0 ? default : buckets[at - 1];
        var share = (rank - below.Count) / (bucket.Count - below.Count);
        return below.UpperBound + (bucket.UpperBound - below.UpperBound) * share;
    }

    /// <summary>
    /// The share of observations between the bounds, as <see cref="HistogramFractions.Fraction"/> gives it for native ones.
    /// </summary>
    /// <returns>NaN if a bound is, without observations, or without a bucket up to +Inf; 0 if the bounds are not in order.</returns>
    public static double Fraction(double lower, double upper, Span<CumulativeBucket> buckets)
    {
        if (!SortAndJoin(ref buckets))
        {
            return SpecialValues.NormalNaN;
        }

        var count = buckets[^1].Count;
        if (count == 0 || double.IsNaN(lower) || double.IsNaN(upper))
        {
            return SpecialValues.NormalNaN;
        }

        return lower >= upper ? 0 : (RankOf(upper, buckets, count) - RankOf(lower, buckets, count)) / count;
    }

    /// <summary>Sorts, sums buckets of one bound, and tells whether the last one ends at +Inf.</summary>
    private static bool SortAndJoin(ref Span<CumulativeBucket> buckets)
    {
        if (!IsSorted(buckets))
        {
            buckets.Sort(static (left, right) => left.UpperBound.CompareTo(right.UpperBound));
        }

        if (buckets.IsEmpty || !double.IsPositiveInfinity(buckets[^1].UpperBound))
        {
            return false;
        }

        var last = 0;
        for (var i = 1; i < buckets.Length; i++)
        {
            if (buckets[i].UpperBound == buckets[last].UpperBound)
            {
                buckets[last].Count += buckets[i].Count;
            }
            else
            {
                buckets[++last] = buckets[i];
            }
        }

        buckets = buckets[..(last + 1)];
        return true;
    }

    private static bool IsSorted(ReadOnlySpan<CumulativeBucket> buckets)
    {
        for (var i = 1; i < buckets.Length; i++)
        {
            if (!(buckets[i - 1].UpperBound <= buckets[i].UpperBound))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Lifts counts that are less than one before, and levels differences that mean nothing.</summary>
    private static MonotonicityFix MakeMonotonic(Span<CumulativeBucket> buckets)
    {
        var fix = new MonotonicityFix(false, false, double.PositiveInfinity, double.NegativeInfinity, 0);
        var level = buckets[0].Count;
        for (var i = 1; i < buckets.Length; i++)
        {
            var count = buckets[i].Count;
            if (count == level)
            {
                continue;
            }

            if (IsAlmostEqual(level, count))
            {
                buckets[i].Count = level;
                fix = fix with { WasRounded = true };
            }
            else if (count < level)
            {
                buckets[i].Count = level;
                var bound = buckets[i].UpperBound;
                var difference = level - count;
                fix = new MonotonicityFix(
                    true,
                    fix.WasRounded,
                    bound < fix.MinBound ? bound : fix.MinBound,
                    bound > fix.MaxBound ? bound : fix.MaxBound,
                    difference > fix.MaxDifference ? difference : fix.MaxDifference);
            }
            else
            {
                level = count;
            }
        }

        return fix;
    }

    /// <summary>Whether two different counts differ only by rounding, or both are NaN of one kind.</summary>
    private static bool IsAlmostEqual(double left, double right)
    {
        if (SpecialValues.IsStale(left) || SpecialValues.IsStale(right))
        {
            return SpecialValues.IsStale(left) && SpecialValues.IsStale(right);
        }

        if (double.IsNaN(left) && double.IsNaN(right))
        {
            return true;
        }

        var size = Math.Abs(left) + Math.Abs(right);
        var difference = Math.Abs(left - right);
        return left == 0 || right == 0 || size < SmallestNormal
            ? difference < Tolerance * SmallestNormal
            : difference / Math.Min(size, double.MaxValue) < Tolerance;
    }

    /// <summary>The first of ascending counts that is not below the rank; their number if none is.</summary>
    private static int FirstReaching(ReadOnlySpan<CumulativeBucket> buckets, double rank)
    {
        var low = 0;
        var high = buckets.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (buckets[middle].Count >= rank)
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

    private static double RankOf(double value, ReadOnlySpan<CumulativeBucket> buckets, double count)
    {
        var lower = buckets[0].UpperBound <= 0 ? double.NegativeInfinity : 0;
        double rank = 0;
        foreach (var bucket in buckets)
        {
            if (lower >= value)
            {
                return rank > count ? count : rank;
            }

            if (lower < value && bucket.UpperBound > value)
            {
                // Within a bucket that begins at -Inf nothing can be interpolated: all of it counts.
                rank = double.IsNegativeInfinity(lower)
                    ? bucket.Count
                    : rank + (bucket.Count - rank) * (value - lower) / (bucket.UpperBound - lower);
                return rank > count ? count : rank;
            }

            rank = bucket.Count;
            lower = bucket.UpperBound;
        }

        return count;
    }
}
