using System.Numerics;
using Pharos.PromQL.Columns;

namespace Pharos.PromQL.Aggregating;

/// <summary>How many samples of either kind.</summary>
internal sealed class CountAccumulator : Accumulator
{
    private readonly GroupColumns _counts;

    public CountAccumulator(AggregationCall call)
        : base(call)
    {
        _counts = new GroupColumns(call.Run, call.Grid.Count, 0);
    }

    public override void Add(int group, Row row)
    {
        var counts = _counts[group];
        ReadOnlySpan<double> values = row.Values;
        var absent = new Vector<long>(Slot.AbsentBits);
        var step = 0;
        for (; step <= values.Length - Vector<double>.Count; step += Vector<double>.Count)
        {
            var isAbsent = Vector.Equals(Vector.AsVectorInt64(new Vector<double>(values[step..])), absent);
            var one = Vector.AsVectorDouble(Vector.AndNot(Vector.AsVectorInt64(Vector<double>.One), isAbsent));
            (new Vector<double>(counts[step..]) + one).CopyTo(counts[step..]);
        }

        for (; step < values.Length; step++)
        {
            counts[step] += Slot.IsPresent(values[step]) ? 1 : 0;
        }

        var histograms = row.Histograms;
        for (step = 0; step < histograms.Length; step++)
        {
            counts[step] += histograms[step] is null ? 0 : 1;
        }
    }

    public override void Finish(int group, Row row)
    {
        var counts = _counts[group];
        for (var step = 0; step < counts.Length; step++)
        {
            row.Values[step] = counts[step] > 0 ? counts[step] : Slot.Absent;
        }
    }
}
