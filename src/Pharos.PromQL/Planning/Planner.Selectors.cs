using System.Diagnostics;
using System.Text;
using Pharos.PromQL.Operators;
using Pharos.PromQL.RangeFunctions;
using Pharos.PromQL.Selection;
using Pharos.PromQL.Syntax;
using Pharos.PromQL.VectorFunctions;
using Pharos.PromQL.Windows;
using Pharos.Storage;

namespace Pharos.PromQL.Planning;

/// <summary>The parts of a plan that read from the store, and the functions over ranges on top of them.</summary>
internal sealed partial class Planner
{
    /// <summary>Which time each step of a selector or a subquery looks at.</summary>
    private SampleTimes Times(TimeShift shift, TimeGrid grid)
    {
        var offset = shift.Offset?.ResolveOffset(_times.StepMs, _times.RangeMs) ?? 0;
        long? pinned = shift.At.Kind switch
        {
            AtKind.Time => shift.At.TimestampMs,
            AtKind.Start => _times.StartMs,
            AtKind.End => _times.EndMs,
            _ => null,
        };
        return new SampleTimes(grid, offset, pinned);
    }

    private SeriesScan Instant(VectorSelector selector, TimeGrid grid)
    {
        var times = Times(selector.Shift, grid);
        var lookback = _run.Settings.LookbackMs;
        var isSmoothed = selector.Modifier == SelectorModifier.Smoothed;
        return new SeriesScan(
            _run,
            grid,
            Select(selector, times.First - lookback + 1, times.Last + (isSmoothed ? lookback : 0), rangeMs: 0, grid),
            isSmoothed
                ? new SmoothedEvaluator(_run, times, selector.Position)
                : new InstantEvaluator(_run, times, SampleAspect.Value));
    }

    private VectorOperator TimeOfSamples(FunctionCall call, VectorSelector selector, TimeGrid grid)
    {
        var isStart = call.Function.Id == FunctionId.StartTimestamp;
        if (isStart && !_run.Settings.Features.HasFlag(PromQLFeatures.UseStartTimestamps))
        {
            return new EmptyVector(_run, grid);
        }

        var times = Times(selector.Shift, grid);
        var samples = Select(selector, times.First - _run.Settings.LookbackMs + 1, times.Last, rangeMs: 0, grid);
        var lookback = _run.Settings.LookbackMs;
        if (times.AreFixed)
        {
            // The reference selects what the offset says, but then looks back from the time that the @ names.
            times = times with { OffsetMs = Math.Max(0, times.OffsetMs) };
            lookback -= Math.Min(lookback, times.OffsetMs);
        }

        return new SeriesScan(
            _run, grid, samples, new InstantEvaluator(_run, times, isStart ? SampleAspect.StartTimestamp : SampleAspect.Timestamp, lookback));
    }

    private VectorOperator RangeCall(FunctionCall call, int rangeIndex, TimeGrid grid)
    {
        var scalars = new List<ScalarColumn>();
        foreach (var argument in call.Arguments)
        {
            if (argument.Type == ExpressionType.Scalar)
            {
                scalars.Add(Column(argument, grid));
            }
        }

        // Annotations about a subquery have always pointed to the beginning of the query.
        var first = call.Arguments[0].WithoutParentheses();
        var firstPosition = first is Subquery ? default : first.Position;
        var rangeCall = new RangeCall(_run, grid, firstPosition, call.Position, [.. scalars]);
        var range = call.Arguments[rangeIndex].WithoutParentheses();
        VectorOperator planned = range switch
        {
            MatrixSelector selector => OverSelector(call.Function.Id, rangeCall, selector, grid),
            Subquery subquery => OverSubquery(call.Function.Id, rangeCall, subquery, grid),
            _ => throw new UnreachableException(),
        };
        if (call.Function.Id == FunctionId.AbsentOverTime)
        {
            return new AbsentOperator(_run, planned, range);
        }

        return call.Function.Id is FunctionId.LastOverTime or FunctionId.FirstOverTime ? planned : Unique(planned, allowsParts: false);
    }

    private SeriesScan OverSelector(FunctionId function, RangeCall call, MatrixSelector selector, TimeGrid grid)
    {
        var shape = Shape(selector);
        var ends = Times(selector.Vector.Shift, grid);
        var samples = Select(
            selector.Vector, ends.First - shape.RangeMs - shape.BeforeMs + 1, ends.Last + shape.AfterMs, shape.RangeMs, grid);
        var usesStarts = RangeFunctionTable.UsesStarts(function, _run.Settings.Features);
        var evaluator = new WindowEvaluator(_run, ends, shape, RangeFunctionTable.Create(function, call, selector.Vector.Modifier), usesStarts);
        return new SeriesScan(_run, grid, samples, evaluator);
    }

    /// <summary>What is looked at of a range selector's samples for one step.</summary>
    private WindowShape Shape(MatrixSelector selector)
    {
        var modifier = selector.Vector.Modifier;
        var lookback = _run.Settings.LookbackMs;
        return new WindowShape(
            selector.Range.Resolve(_times.StepMs, _times.RangeMs),
            modifier == SelectorModifier.None ? 0 : lookback,
            modifier == SelectorModifier.Smoothed ? lookback : 0);
    }

    private SubqueryScan OverSubquery(FunctionId function, RangeCall call, Subquery subquery, TimeGrid grid)
    {
        var ends = Times(subquery.Shift, grid);
        var inner = new WholeSeries(_run, SubqueryVector(subquery, ends, out var range));

        var evaluator = new WindowEvaluator(
            _run,
            ends,
            new WindowShape(range, 0, 0),
            RangeFunctionTable.Create(function, call, SelectorModifier.None),
            RangeFunctionTable.UsesStarts(function, _run.Settings.Features));
        return new SubqueryScan(_run, grid, inner, evaluator);
    }

    /// <summary>Plans what is within a subquery, for all its steps that any of the windows needs.</summary>
    private VectorOperator SubqueryVector(Subquery subquery, SampleTimes ends, out long range)
    {
        range = subquery.Range.Resolve(_times.StepMs, _times.RangeMs);
        var step = subquery.Step?.Resolve(_times.StepMs, _times.RangeMs) ?? _run.Settings.DefaultSubqueryStepMs;

        // Steps are multiples of the subquery's step, whatever the query's start is.
        var after = ends.First - range;
        var first = step * (after / step);
        if (first <= after)
        {
            first += step;
        }

        _path.Add(subquery);
        var inner = Vector(subquery.Inner, TimeGrid.Range(first, ends.Last, step));
        _path.RemoveAt(_path.Count - 1);
        return inner;
    }

    private Selector Select(VectorSelector selector, long minTimeMs, long maxTimeMs, long rangeMs, TimeGrid grid)
    {
        var (function, grouping, by) = Surroundings();
        var hints = new SelectHints
        {
            StartMs = minTimeMs,
            EndMs = maxTimeMs,
            StepMs = grid.Count > 1 ? grid.StepMs : 0,
            RangeMs = rangeMs,
            Function = function,
            Grouping = grouping,
            By = by,
        };
        return new Selector(_run, [.. selector.Matchers], hints, TakesOnlyStatistics());
    }

    /// <summary>The function or aggregation nearest around a selector, and the grouping if an aggregation is right around it.</summary>
    private (string Function, IReadOnlyList<string> Grouping, bool By) Surroundings()
    {
        for (var i = _path.Count - 1; i >= 0; i--)
        {
            switch (_path[i])
            {
                case BinaryExpression:
                    return ("", [], false);
                case FunctionCall call:
                    return (call.Function.Name, [], false);
                case Aggregation aggregation:
                    var isAround = aggregation.Operand.WithoutParentheses() is VectorSelector;
                    return (
                        AggregateOperators.Name(aggregation.Operator),
                        isAround ? [.. aggregation.Grouping.Select(Encoding.UTF8.GetString)] : [],
                        isAround && !aggregation.Without);
            }
        }

        return ("", [], false);
    }
}
