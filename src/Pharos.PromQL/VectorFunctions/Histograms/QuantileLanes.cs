using System.Numerics;
using Pharos.Model;

namespace Pharos.PromQL.VectorFunctions.Histograms;

/// <summary>
/// Quantiles of a classic histogram at several steps at once, where all is as it should be: every bucket is there, and each counts either
/// as much as the one below or clearly more. It gives the bits that <see cref="Model.Histograms.ClassicBuckets"/> gives one by one.
/// </summary>
internal static class QuantileLanes
{
    /// <summary>Well above the relative difference that is taken for a rounding error, so that it need not be calculated exactly.</summary>
    private const double ClearDifference = 1e-11;

    /// <summary>Above what counts as no difference to zero.</summary>
    private const double SmallestDifference = 1e-300;

    /// <summary>How many steps are calculated at once.</summary>
    public static int Count => Vector<double>.Count;

    /// <param name="group">Sorted.</param>
    /// <param name="step">The first of the steps.</param>
    /// <param name="quantiles">As many as there are lanes.</param>
    /// <param name="results">As many as there are lanes; written only if the result is true.</param>
    public static bool TryCalculate(ClassicGroup group, int step, ReadOnlySpan<double> quantiles, Span<double> results)
    {
        var quantile = new Vector<double>(quantiles);
        if (!group.HasDistinctBoundsUpToInfinity || !Vector.GreaterThanOrEqualAll(quantile, Vector<double>.Zero) ||
            !Vector.LessThanOrEqualAll(quantile, Vector<double>.One) || !IsRegular(group, step))
        {
            return false;
        }

        var last = group.BucketCount - 1;
        var observations = Counts(group, last, step);
        var rank = quantile * observations;
        var found = Vector<long>.Zero;
        var start = Vector<double>.Zero;
        var end = Vector<double>.Zero;
        var below = Vector<double>.Zero;
        var count = Vector<double>.Zero;
        for (var bucket = last - 1; bucket >= 0; bucket--)
        {
            // Counts ascend, so the last bucket found on the way down is the first one that reaches the rank.
            var counts = Counts(group, bucket, step);
            var reaches = Vector.GreaterThanOrEqual(counts, rank);
            found |= reaches;
            start = Vector.ConditionalSelect(reaches, new Vector<double>(bucket > 0 ? group.BoundOf(bucket - 1) : 0), start);
            end = Vector.ConditionalSelect(reaches, new Vector<double>(group.BoundOf(bucket)), end);
            below = Vector.ConditionalSelect(reaches, bucket > 0 ? Counts(group, bucket - 1, step) : Vector<double>.Zero, below);
            count = Vector.ConditionalSelect(reaches, counts, count);
        }

        var value = start + ((end - start) * ((rank - below) / (count - below)));
        if (group.BoundOf(0) is <= 0 and var lowest)
        {
            value = Vector.ConditionalSelect(Vector.Equals(end, new Vector<double>(lowest)), end, value);
        }

        value = Vector.ConditionalSelect(Vector.AsVectorDouble(found), value, new Vector<double>(group.BoundOf(last - 1)));
        value = Vector.ConditionalSelect(
            Vector.Equals(observations, Vector<double>.Zero), new Vector<double>(SpecialValues.NormalNaN), value);
        value.CopyTo(results);
        return true;
    }

    private static bool IsRegular(ClassicGroup group, int step)
    {
        var isRegular = Vector<long>.AllBitsSet;
        var below = Counts(group, 0, step);
        for (var bucket = 1; bucket < group.BucketCount; bucket++)
        {
            // A count that is absent is no number, and compares as nothing does.
            var counts = Counts(group, bucket, step);
            var difference = counts - below;
            var size = Vector.Abs(counts) + Vector.Abs(below);
            var isClear = Vector.GreaterThan(difference, size * new Vector<double>(ClearDifference))
                & Vector.GreaterThan(difference, new Vector<double>(SmallestDifference));
            isRegular &= Vector.Equals(counts, below) | isClear;
            below = counts;
        }

        return Vector.EqualsAll(isRegular, Vector<long>.AllBitsSet);
    }

    private static Vector<double> Counts(ClassicGroup group, int bucket, int step) => new(group.CountsOf(bucket).AsSpan(step));
}
