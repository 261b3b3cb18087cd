using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Results;
using Pharos.PromQL.Syntax;

namespace Pharos.PromQL.Planning;

/// <summary>One query from its expression to its value. Used once.</summary>
internal sealed class QueryEvaluation
{
    private readonly QueryRun _run;
    private readonly TimeProvider _time;
    private readonly QueryTimes _times;
    private readonly Explanation? _explanation;
    private readonly Planner _planner;
    private readonly Expression _expression;
    private readonly long _timestampMs;
    private long _began;
    private TimeSpan _prepare;
    private TimeSpan _evaluate;
    private TimeSpan _sort;

    public QueryEvaluation(QueryRun run, QueryRequest request, TimeProvider time)
    {
        _run = run;
        _time = time;
        _times = new QueryTimes(request.StartMs, request.EndMs, request.StepMs);
        _explanation = request.Explains ? new Explanation() : null;
        _planner = new Planner(run, _times, _explanation);
        _expression = request.Expression.WithoutParentheses();
        _timestampMs = request.StartMs;
        _began = time.GetTimestamp();
    }

    public QueryResult Evaluate()
    {
        var result = _expression.Type switch
        {
            ExpressionType.String => Result() with { Text = ((StringLiteral)_expression).Value },
            ExpressionType.Scalar => Scalar(),
            ExpressionType.Vector => Vector(),
            _ => Result() with { Series = _planner.Matrix(_expression, _times.Grid) },
        };
        _planner.EvaluateScalars();
        if (_expression.Type == ExpressionType.Matrix)
        {
            _evaluate = Lap();
        }

        return result with
        {
            Plan = _explanation?.Root,
            Statistics = new QueryStatistics
            {
                TotalSamples = _run.Counters.Samples,
                SamplesRead = _run.Counters.SamplesRead,
                PeakSamples = _run.Budget.Peak,
                Prepare = _prepare,
                Evaluate = _evaluate,
                Sort = _sort,
            },
        };
    }

    private QueryResult Result() => new() { Type = _expression.Type, TimestampMs = _timestampMs, Statistics = new QueryStatistics() };

    private QueryResult Scalar()
    {
        var numbers = _planner.Column(_expression, _times.Grid);
        _prepare = Lap();
        var result = _times.IsInstant
            ? Result() with { Scalar = numbers[0] }
            : Result() with { Type = ExpressionType.Matrix, Series = SeriesOf(numbers) };
        _evaluate = Lap();
        return result;
    }

    private ResultSeries[] SeriesOf(ScalarColumn numbers)
    {
        if (_times.Grid.Count == 0)
        {
            return [];
        }

        var row = new Row(_times.Grid.Count);
        numbers.Numbers.CopyTo(row.Values);
        return [ResultSeries.Of(row, _times.Grid)];
    }

    private QueryResult Vector()
    {
        var planned = _planner.Vector(_expression, _times.Grid);
        _prepare = Lap();
        var rows = WholeSeries.Read(_run, _run.DelaysNames ? new NameRemoval(_run, planned) : planned);
        _evaluate = Lap();
        if (!_times.IsInstant)
        {
            rows.Sort(static (left, right) => left.Labels.CompareTo(right.Labels));
            _sort = Lap();
        }

        var series = rows.ConvertAll(row => ResultSeries.Of(row, _times.Grid));
        return Result() with { Type = _times.IsInstant ? ExpressionType.Vector : ExpressionType.Matrix, Series = series };
    }

    private TimeSpan Lap()
    {
        var now = _time.GetTimestamp();
        var elapsed = _time.GetElapsedTime(_began, now);
        _began = now;
        return elapsed;
    }
}
