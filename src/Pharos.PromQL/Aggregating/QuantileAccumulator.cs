using Pharos.PromQL.Annotating;
using Pharos.PromQL.Columns;

namespace Pharos.PromQL.Aggregating;

/// <summary>A quantile of the numbers of a group, all of which are held until the last series has come.</summary>
internal sealed class QuantileAccumulator : Accumulator
{
    /// <summary>So many steps are taken out of the rows at once: their numbers share a cache line.</summary>
    private const int StepsAtOnce = 8;

    private readonly List<HeldRows> _groups = [];
    private double[] _gathered = [];

    public QuantileAccumulator(AggregationCall call)
        : base(call)
    {
    }

    public override void Add(int group, Row row)
    {
        IgnoreHistograms(row);
        if (group == _groups.Count)
        {
            _groups.Add(new HeldRows());
        }

        Call.Run.Budget.Take(_groups[group].Add(row.Values));
    }

    public override void Complete()
    {
        var range = ParameterRange.Of(Call.Parameter!.Numbers);
        if (range.HasNaN)
        {
            Annotate(Annotations.InvalidQuantile(double.NaN, Call.ParameterPosition));
        }

        if (range.Greatest > 1)
        {
            Annotate(Annotations.InvalidQuantile(range.Greatest, Call.ParameterPosition));
        }

        if (range.Least < 0)
        {
            Annotate(Annotations.InvalidQuantile(range.Least, Call.ParameterPosition));
        }
    }

    public override void Finish(int group, Row row)
    {
        var rows = _groups[group];
        var quantiles = Call.Parameter!.Numbers;
        if (row.Steps == 1)
        {
            // Fast path: the numbers are side by side already.
            if (rows.Single is { IsEmpty: false } values)
            {
                row.Values[0] = OrderStatistic.Quantile(quantiles[0], values);
            }

            return;
        }

        if (_gathered.Length < rows.Count * StepsAtOnce)
        {
            _gathered = new double[Math.Max(rows.Count * StepsAtOnce, _gathered.Length * 2)];
        }

        Span<int> counts = stackalloc int[StepsAtOnce];
        for (var first = 0; first < row.Steps; first += StepsAtOnce)
        {
            Call.Run.ThrowIfStopped();
            var taken = counts[..Math.Min(StepsAtOnce, row.Steps - first)];
            rows.Gather(first, taken, _gathered);
            for (var i = 0; i < taken.Length; i++)
            {
                if (taken[i] > 0)
                {
                    row.Values[first + i] = OrderStatistic.Quantile(quantiles[first + i], _gathered.AsSpan(i * rows.Count, taken[i]));
                }
            }
        }
    }
}
