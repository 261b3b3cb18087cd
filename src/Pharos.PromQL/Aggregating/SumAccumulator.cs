using Pharos.PromQL.Columns;

namespace Pharos.PromQL.Aggregating;

/// <summary>The sum of numbers or of histograms, with compensation for rounding errors.</summary>
internal sealed class SumAccumulator : Accumulator
{
    private const int SumColumn = 0;
    private const int CompensationColumn = 1;

    private readonly GroupColumns _columns;
    private readonly HistogramGroups _histograms;

    public SumAccumulator(AggregationCall call)
        : base(call)
    {
        _columns = new GroupColumns(call.Run, call.Grid.Count, Slot.Absent, 0);
        _histograms = new HistogramGroups(call, static () => new HistogramSum(), noFloat: Slot.Absent);
    }

    public override void Add(int group, Row row)
    {
        ReadOnlySpan<double> values = row.Values;
        var columns = _columns[group];
        var sums = columns.Slice(SumColumn * values.Length, values.Length);
        _histograms.Add(group, row, sums);
        CompensatedColumns.Add(values, sums, columns.Slice(CompensationColumn * values.Length, values.Length));
    }

    public override void Finish(int group, Row row)
    {
        var sums = _columns.Column(group, SumColumn);
        var compensations = _columns.Column(group, CompensationColumn);
        for (var step = 0; step < sums.Length; step++)
        {
            if (Slot.IsPresent(sums[step]))
            {
                row.Values[step] = sums[step] + compensations[step];
            }
        }

        _histograms.Finish(group, row);
    }
}
