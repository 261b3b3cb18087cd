using System.Numerics;
using System.Runtime.CompilerServices;
using Pharos.Foundation.Numbers;
using Pharos.PromQL.Columns;

namespace Pharos.PromQL.Aggregating;

/// <summary>Adds a column of numbers to a column of sums as <see cref="KahanSum"/> does, a vector at a time.</summary>
internal static class CompensatedColumns
{
    /// <param name="sums">Absent where nothing was added yet.</param>
    /// <param name="compensations">Zero where nothing was added yet.</param>
    public static void Add(ReadOnlySpan<double> values, Span<double> sums, Span<double> compensations)
    {
        var absent = new Vector<long>(Slot.AbsentBits);
        var step = 0;
        for (; step <= values.Length - Vector<double>.Count; step += Vector<double>.Count)
        {
            var value = new Vector<double>(values[step..]);
            var sum = new Vector<double>(sums[step..]);
            var compensation = new Vector<double>(compensations[step..]);
            var isAbsent = Vector.Equals(Vector.AsVectorInt64(value), absent);
            var isFirst = Vector.Equals(Vector.AsVectorInt64(sum), absent);
            var next = sum + value;
            var nextCompensation = Vector.ConditionalSelect(isFirst, compensation, NextCompensation(value, sum, next, compensation));
            next = Vector.ConditionalSelect(isFirst, value, next);
            Vector.ConditionalSelect(isAbsent, sum, next).CopyTo(sums[step..]);
            Vector.ConditionalSelect(isAbsent, compensation, nextCompensation).CopyTo(compensations[step..]);
        }

        for (; step < values.Length; step++)
        {
            if (Slot.IsAbsent(values[step]))
            {
                continue;
            }

            if (Slot.IsAbsent(sums[step]))
            {
                sums[step] = values[step];
            }
            else
            {
                KahanSum.Add(values[step], ref sums[step], ref compensations[step]);
            }
        }
    }

    /// <summary>The compensation after an addition whose rounded result is <paramref name="next"/>: zero beside an infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> NextCompensation(
        Vector<double> value, Vector<double> sum, Vector<double> next, Vector<double> compensation)
    {
        var isSumLarger = Vector.GreaterThanOrEqual(Vector.Abs(sum), Vector.Abs(value));
        var larger = Vector.ConditionalSelect(isSumLarger, sum, value);
        var smaller = Vector.ConditionalSelect(isSumLarger, value, sum);
        var compensated = compensation + ((larger - next) + smaller);
        var isInfinite = Vector.Equals(Vector.Abs(next), new Vector<double>(double.PositiveInfinity));
        return Vector.ConditionalSelect(isInfinite, Vector<double>.Zero, compensated);
    }
}
