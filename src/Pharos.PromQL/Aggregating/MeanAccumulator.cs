using System.Numerics;
using Pharos.Foundation.Numbers;
using Pharos.PromQL.Columns;

namespace Pharos.PromQL.Aggregating;

/// <summary>
/// The mean of numbers or of histograms. It is the compensated sum divided by the count as long as the sum is finite: that is the most
/// accurate. Where the sum would overflow, the mean so far is brought up to date with each number from there on.
/// </summary>
/// <remarks>A step that has changed over to running means is known by its count, which is negative then, and has its mean as sum.</remarks>
internal sealed class MeanAccumulator : Accumulator
{
    private const int CountColumn = 0;
    private const int SumColumn = 1;
    private const int CompensationColumn = 2;

    private readonly GroupColumns _columns;
    private readonly HistogramGroups _histograms;

    public MeanAccumulator(AggregationCall call)
        : base(call)
    {
        _columns = new GroupColumns(call.Run, call.Grid.Count, 0, 0, 0);
        var spare = new HistogramMean.Spare();
        _histograms = new HistogramGroups(call, () => new HistogramMean(spare), noFloat: 0);
    }

    public override void Add(int group, Row row)
    {
        ReadOnlySpan<double> values = row.Values;
        var columns = _columns[group];
        var counts = columns.Slice(CountColumn * values.Length, values.Length);
        var sums = columns.Slice(SumColumn * values.Length, values.Length);
        var compensations = columns.Slice(CompensationColumn * values.Length, values.Length);
        _histograms.Add(group, row, counts);
        var absent = new Vector<long>(Slot.AbsentBits);
        var infinity = new Vector<double>(double.PositiveInfinity);
        var step = 0;
        for (; step <= values.Length - Vector<double>.Count; step += Vector<double>.Count)
        {
            var value = new Vector<double>(values[step..]);
            var count = new Vector<double>(counts[step..]);
            var sum = new Vector<double>(sums[step..]);
            var compensation = new Vector<double>(compensations[step..]);
            var isAbsent = Vector.Equals(Vector.AsVectorInt64(value), absent);

            // A first number is added to zero, so only minus zero has to be told apart from it.
            var isFirst = Vector.Equals(count, Vector<double>.Zero);
            var next = Vector.ConditionalSelect(isFirst, value, sum + value);
            var isInfinite = Vector.AndNot(Vector.Equals(Vector.Abs(next), infinity), isAbsent);
            if ((isInfinite | Vector.LessThan(count, Vector<double>.Zero)) != Vector<long>.Zero)
            {
                for (var i = step; i < step + Vector<double>.Count; i++)
                {
                    Add(values[i], ref counts[i], ref sums[i], ref compensations[i]);
                }

                continue;
            }

            var nextCompensation = CompensatedColumns.NextCompensation(value, sum, next, compensation);
            Vector.ConditionalSelect(isAbsent, count, count + Vector<double>.One).CopyTo(counts[step..]);
            Vector.ConditionalSelect(isAbsent, sum, next).CopyTo(sums[step..]);
            Vector.ConditionalSelect(isAbsent, compensation, nextCompensation).CopyTo(compensations[step..]);
        }

        for (; step < values.Length; step++)
        {
            Add(values[step], ref counts[step], ref sums[step], ref compensations[step]);
        }
    }

    public override void Finish(int group, Row row)
    {
        var counts = _columns.Column(group, CountColumn);
        var sums = _columns.Column(group, SumColumn);
        var compensations = _columns.Column(group, CompensationColumn);
        for (var step = 0; step < counts.Length; step++)
        {
            var count = counts[step];
            if (count > 0)
            {
                row.Values[step] = (sums[step] / count) + (compensations[step] / count);
            }
            else if (count < 0)
            {
                row.Values[step] = sums[step] + compensations[step];
            }
        }

        _histograms.Finish(group, row);
    }

    private static void Add(double value, ref double count, ref double sum, ref double compensation)
    {
        if (Slot.IsAbsent(value))
        {
            return;
        }

        if (count == 0)
        {
            count = 1;
            sum = value;
            return;
        }

        if (count > 0)
        {
            var (next, nextCompensation) = (sum, compensation);
            KahanSum.Add(value, ref next, ref nextCompensation);
            if (!double.IsInfinity(next))
            {
                (sum, compensation) = (next, nextCompensation);
                count++;
                return;
            }

            sum /= count;
            compensation /= count;
            count = -count;
        }

        var total = 1 - count;
        var share = (total - 1) / total;
        sum *= share;
        compensation *= share;
        KahanSum.Add(value / total, ref sum, ref compensation);
        count = -total;
    }
}
