using System.Numerics;
using Pharos.PromQL.Annotating;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Aggregating;

/// <summary>
/// <c>topk</c> and <c>bottomk</c>: at each step, the k greatest or least samples of a group. Only the candidates are held while the series
/// pass by. An instant query gives group after group with the best first; over a range the order has no meaning.
/// </summary>
internal sealed class RankingOperator : VectorOperator
{
    private readonly AggregationCall _call;
    private readonly VectorOperator _input;
    private readonly Grouper _grouper;
    private readonly RankOrder _order;
    private readonly bool _isDescending;
    private readonly CandidateSeries _series = new();
    private CandidateHeaps? _heaps;

    /// <summary>
    /// The number that a sample must surpass to be a candidate, for each step of each group: the worst of the candidates, or
    /// <see cref="Slot.Absent"/> while there is room for any.
    /// </summary>
    private GroupTable<double>? _thresholds;
    private int[] _limits = [];
    private bool _isHistogramIgnored;

    /// <summary>How many candidates the row at hand has added to those that are held.</summary>
    private int _added;
    private RankingResult? _result;

    public RankingOperator(AggregationCall call, VectorOperator input)
        : base(call.Run, call.Grid)
    {
        _call = call;
        _input = input;
        _grouper = new Grouper(call.Grouping());
        _isDescending = call.Expression.Operator == AggregateOperator.TopK;
        _order = new RankOrder(_isDescending);
    }

    public override bool HasOneName => _input.HasOneName;

    public override bool IsWhole => _input.IsWhole;

    protected override bool Advance(Row row)
    {
        _result ??= ReadAll(row);
        return _result.Next(row);
    }

    private RankingResult ReadAll(Row row)
    {
        _limits = ParameterRange.Counts(_call);
        _heaps = new CandidateHeaps(Run, _order, _limits);
        _thresholds = new GroupTable<double>(Run, Array.ConvertAll(_limits, FirstThreshold), samples: 0);
        while (_input.Next(row))
        {
            Add(_grouper.GroupOf(row.Labels), row);
            IgnoreHistograms(row);
            if (_added > 0)
            {
                Run.Budget.Take(_added);
                _added = 0;
            }
        }

        return _limits.Length == 1
            ? RankingResult.InOrder(_heaps, _order, _series, _grouper.Count)
            : RankingResult.BySeries(_heaps, _series, _grouper.Count, _limits.Length);
    }

    /// <summary>Nothing surpasses the threshold of a step at which nothing is kept.</summary>
    private double FirstThreshold(int limit)
    {
        if (limit > 0)
        {
            return Slot.Absent;
        }

        return _isDescending ? double.PositiveInfinity : double.NegativeInfinity;
    }

    private void Add(int group, Row row)
    {
        var thresholds = _thresholds![group];
        ReadOnlySpan<double> values = row.Values;
        var absent = new Vector<long>(Slot.AbsentBits);
        var series = -1;
        var step = 0;
        for (; step <= values.Length - Vector<double>.Count; step += Vector<double>.Count)
        {
            // Most samples are no candidates; what is not clear (NaN, room left) is looked at one by one.
            var value = new Vector<double>(values[step..]);
            var threshold = new Vector<double>(thresholds[step..]);
            var isOut = _isDescending ? Vector.GreaterThanOrEqual(threshold, value) : Vector.LessThanOrEqual(threshold, value);
            isOut |= Vector.Equals(Vector.AsVectorInt64(value), absent);
            if (isOut == Vector<long>.AllBitsSet)
            {
                continue;
            }

            for (var i = step; i < step + Vector<double>.Count; i++)
            {
                Add(group, i, row, values[i], ref thresholds[i], ref series);
            }
        }

        for (; step < values.Length; step++)
        {
            Add(group, step, row, values[step], ref thresholds[step], ref series);
        }
    }

    private void Add(int group, int step, Row row, double value, ref double threshold, ref int series)
    {
        if (Slot.IsAbsent(value))
        {
            return;
        }

        var hasRoom = Slot.IsAbsent(threshold);
        if (!hasRoom && !_order.IsBetter(value, threshold))
        {
            return;
        }

        if (series < 0)
        {
            series = _series.Add(row);
        }

        _series.Retain(series);
        var candidate = new Candidate(value, series);
        if (!hasRoom)
        {
            _series.Release(_heaps!.Replace(group, step, candidate).Series);
            threshold = _heaps[group, step][0].Value;
            return;
        }

        _added++;
        if (_heaps!.Add(group, step, candidate))
        {
            threshold = _heaps[group, step][0].Value;
        }
    }

    private void IgnoreHistograms(Row row)
    {
        if (!row.HasHistograms || _isHistogramIgnored)
        {
            return;
        }

        for (var step = 0; step < row.Steps; step++)
        {
            if (row.HistogramAt(step) is not null && _limits[step] > 0)
            {
                _isHistogramIgnored = true;
                Run.Annotations.Add(
                    Annotations.HistogramIgnoredInAggregation(AggregateOperators.Name(_call.Expression.Operator), _call.Expression.Position));
                return;
            }
        }
    }
}
