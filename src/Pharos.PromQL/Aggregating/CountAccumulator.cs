using Pharos.PromQL.Columns;

namespace Pharos.PromQL.Aggregating;

/// <summary>How many samples of either kind.</summary>
internal sealed class CountAccumulator : Accumulator
{
    private readonly GroupColumns _counts;

    public CountAccumulator(AggregationCall call)
        : base(call)
    {
        _counts = new GroupColumns(call.Run, call.Grid.Count);
    }

    public override void Add(int group, Row row)
    {
        var counts = _counts[group];
        for (var step = 0; step < counts.Length; step++)
        {
            if (row.HasSample(step))
            {
                counts[step] = Slot.IsAbsent(counts[step]) ? 1 : counts[step] + 1;
            }
        }
    }

    public override void Finish(int group, Row row) => _counts[group].CopyTo(row.Values);
}
