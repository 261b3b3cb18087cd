using System.Numerics;
using Pharos.Foundation.Numbers;

namespace Pharos.Model.Histograms;

/// <summary><see cref="KahanSum"/> over bucket counts of one layout.</summary>
internal static class KahanBuckets
{
    /// <summary>
    /// Adds each value to the sum at its place; a value's own compensation, if there are any, goes in as a further value.
    /// </summary>
    public static void Add(
        Span<double> sums, Span<double> compensations, ReadOnlySpan<double> values, ReadOnlySpan<double> valueCompensations)
    {
        if (valueCompensations.IsEmpty)
        {
            Add(sums, compensations, values);
            return;
        }

        for (var i = 0; i < sums.Length; i++)
        {
            Add(values[i], valueCompensations[i], ref sums[i], ref compensations[i]);
        }
    }

    public static void Add(double value, double valueCompensation, ref double sum, ref double compensation)
    {
        KahanSum.Add(value, ref sum, ref compensation);
        if (valueCompensation != 0)
        {
            KahanSum.Add(valueCompensation, ref sum, ref compensation);
        }
    }

    private static void Add(Span<double> sums, Span<double> compensations, ReadOnlySpan<double> values)
    {
        compensations = compensations[..sums.Length];
        values = values[..sums.Length];
        var at = 0;
        for (; at <= sums.Length - Vector<double>.Count; at += Vector<double>.Count)
        {
            var sum = new Vector<double>(sums[at..]);
            var value = new Vector<double>(values[at..]);
            var compensation = new Vector<double>(compensations[at..]);
            var next = sum + value;
            var sumIsLarger = Vector.GreaterThanOrEqual(Vector.Abs(sum), Vector.Abs(value));
            var larger = Vector.ConditionalSelect(sumIsLarger, sum, value);
            var smaller = Vector.ConditionalSelect(sumIsLarger, value, sum);
            compensation += (larger - next) + smaller;

            var isInfinite = Vector.Equals(Vector.Abs(next), new Vector<double>(double.PositiveInfinity));
            Vector.ConditionalSelect(isInfinite, Vector<double>.Zero, compensation).CopyTo(compensations[at..]);
            next.CopyTo(sums[at..]);
        }

        for (; at < sums.Length; at++)
        {
            KahanSum.Add(values[at], ref sums[at], ref compensations[at]);
        }
    }
}
