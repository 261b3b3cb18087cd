using System.Numerics;
using Pharos.PromQL.Columns;

namespace Pharos.PromQL.Aggregating;

/// <summary>The aggregation <c>group</c>: 1 where some series has a sample of either kind.</summary>
internal sealed class PresenceAccumulator : Accumulator
{
    private readonly GroupColumns _results;

    public PresenceAccumulator(AggregationCall call)
        : base(call)
    {
        _results = new GroupColumns(call.Run, call.Grid.Count, Slot.Absent);
    }

    public override void Add(int group, Row row)
    {
        var results = _results[group];
        ReadOnlySpan<double> values = row.Values;
        var absent = new Vector<long>(Slot.AbsentBits);
        var step = 0;
        for (; step <= values.Length - Vector<double>.Count; step += Vector<double>.Count)
        {
            var isAbsent = Vector.Equals(Vector.AsVectorInt64(new Vector<double>(values[step..])), absent);
            Vector.ConditionalSelect(isAbsent, new Vector<double>(results[step..]), Vector<double>.One).CopyTo(results[step..]);
        }

        for (; step < values.Length; step++)
        {
            results[step] = Slot.IsPresent(values[step]) ? 1 : results[step];
        }

        var histograms = row.Histograms;
        for (step = 0; step < histograms.Length; step++)
        {
            results[step] = histograms[step] is null ? results[step] : 1;
        }
    }

    public override void Finish(int group, Row row) => _results[group].CopyTo(row.Values);
}
