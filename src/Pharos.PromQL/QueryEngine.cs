using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Operators;
using Pharos.PromQL.Planning;
using Pharos.PromQL.Results;
using Pharos.PromQL.Syntax;
using Pharos.Storage;

namespace Pharos.PromQL;

/// <summary>Evaluates queries over any store. Safe for concurrent use.</summary>
public sealed class QueryEngine
{
    private const int MaxAnnotations = 10;

    private readonly QuerySettings _settings;
    private readonly TimeProvider _time;

    public QueryEngine(QuerySettings settings, TimeProvider? time = null)
    {
        _settings = settings;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Evaluates on the calling thread.</summary>
    /// <exception cref="QueryException">There is no result: the query cannot be evaluated on this data, or exceeded a limit.</exception>
    public QueryResult Evaluate(IQuerySource source, QueryRequest request, CancellationToken cancellation = default)
    {
        var settings = request.Lookback is { } lookback && lookback > TimeSpan.Zero ? _settings with { Lookback = lookback } : _settings;
        using var run = new QueryRun(source, settings, _time, cancellation);
        try
        {
            run.ThrowIfStopped();
            var result = Evaluate(run, request);
            var (warnings, infos) = run.Annotations.Format(request.Query.Span, MaxAnnotations);
            return result with { Warnings = [.. run.StoreWarnings, .. warnings], Infos = infos };
        }
        catch (OperationCanceledException)
        {
            throw run.Stopped("expression evaluation");
        }
        catch (PromQLDurationException exception)
        {
            throw new QueryException(QueryErrorKind.BadData, exception.Message, exception);
        }
        catch (CorruptionException exception)
        {
            throw new QueryException(QueryErrorKind.Execution, $"expanding series: {exception.Message}", exception);
        }
    }

    private static QueryResult Evaluate(QueryRun run, QueryRequest request)
    {
        var times = new QueryTimes(request.StartMs, request.EndMs, request.StepMs);
        var planner = new Planner(run, times);
        var expression = request.Expression.WithoutParentheses();
        var result = new QueryResult { Type = expression.Type, TimestampMs = request.StartMs, Statistics = new QueryStatistics(0, 0, 0) };
        switch (expression.Type)
        {
            case ExpressionType.String:
                result = result with { Text = ((StringLiteral)expression).Value };
                break;
            case ExpressionType.Scalar:
                var numbers = planner.Column(expression, times.Grid);
                result = times.IsInstant
                    ? result with { Scalar = numbers[0] }
                    : result with { Type = ExpressionType.Matrix, Series = ScalarSeries(numbers, times.Grid) };
                break;
            case ExpressionType.Vector:
                using (var planned = planner.Vector(expression, times.Grid))
                {
                    result = result with { Series = Read(run, planned, isSorted: !times.IsInstant) };
                }

                result = times.IsInstant ? result : result with { Type = ExpressionType.Matrix };
                break;
            default:
                result = result with { Series = planner.Matrix(expression, times.Grid) };
                break;
        }

        return result with
        {
            Statistics = new QueryStatistics(run.Counters.Samples, run.Counters.SamplesRead, run.Budget.Peak),
        };
    }

    private static List<ResultSeries> Read(QueryRun run, VectorOperator planned, bool isSorted)
    {
        var rows = WholeSeries.Read(run, run.DelaysNames ? new NameRemoval(run, planned) : planned);
        if (isSorted)
        {
            rows.Sort(static (left, right) => left.Labels.CompareTo(right.Labels));
        }

        return rows.ConvertAll(row => ResultSeries.Of(row, planned.Grid));
    }

    private static IReadOnlyList<ResultSeries> ScalarSeries(ScalarColumn numbers, TimeGrid grid)
    {
        if (grid.Count == 0)
        {
            return [];
        }

        var row = new Row(grid.Count);
        numbers.Numbers.CopyTo(row.Values);
        return [ResultSeries.Of(row, grid)];
    }
}
