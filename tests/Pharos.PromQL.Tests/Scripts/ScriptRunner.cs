using Pharos.Model;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Results;
using Pharos.PromQL.Syntax;
using Pharos.PromQL.Tests.Stores;

namespace Pharos.PromQL.Tests.Scripts;

/// <summary>Runs a script to its end and collects what does not hold.</summary>
/// <remarks>
/// As the language has it, an instant query is also evaluated with every selector pinned to its time, at other times, and as the middle of a
/// query over a range.
/// </remarks>
internal sealed class ScriptRunner
{
    private static readonly QueryEngine Engine = new(new QuerySettings
    {
        Limits = new QueryLimits { MaxSamples = 100_000, Timeout = TimeSpan.FromSeconds(100) },
        Features = PromQLFeatures.DelayedNameRemoval | PromQLFeatures.UseStartTimestamps,
    });

    private readonly List<string> _failures = [];
    private MemoryStore _store = new();

    /// <summary>How many queries of the script were evaluated.</summary>
    public int Evaluated { get; private set; }

    public IReadOnlyList<string> Run(string text)
    {
        foreach (var command in Script.Parse(text))
        {
            switch (command)
            {
                case ClearCommand:
                    _store = new MemoryStore();
                    break;
                case LoadCommand load:
                    ScriptLoader.Load(_store, load);
                    break;
                case EvalCommand eval:
                    Evaluated++;
                    if (Check(eval) is { } failure)
                    {
                        _failures.Add($"line {eval.Line}: {eval.Query}: {failure}");
                    }

                    break;
            }
        }

        return _failures;
    }

    private string? Check(EvalCommand eval)
    {
        try
        {
            return eval.IsRange ? CheckRange(eval) : CheckInstant(eval);
        }
        catch (Exception exception) when (exception is QueryException or PromQLSyntaxException)
        {
            return CheckFailure(eval, exception.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A bug in the engine: the rest of the script is worth running all the same.
            return exception.ToString();
        }
    }

    private static string? CheckFailure(EvalCommand eval, string message) =>
        eval.Failures.Count == 0 ? $"failed: {message}"
        : eval.Failures.TrueForAll(failure => failure.Fits(message)) ? null
        : $"failed otherwise than expected: {message}";

    private string? CheckRange(EvalCommand eval)
    {
        var result = Engine.Evaluate(
            _store, QueryRequest.Range(eval.Query, eval.StartMs, eval.EndMs, eval.StepMs, ParserOptions.Everything), TestContext.Current.CancellationToken);
        return eval.Failures.Count > 0 ? "did not fail" : AnnotationCheck.Of(eval, result) ?? ResultCheck.OfMatrix(eval, result.Series);
    }

    private string? CheckInstant(EvalCommand eval)
    {
        var time = eval.Samples?.EndMs ?? eval.StartMs;
        var request = QueryRequest.Instant(eval.Query, time, ParserOptions.Everything);
        var failure = CheckInstant(eval, request);
        if (failure is not null || PinnedQuery.Of(request.Expression, time) is not { } pinned)
        {
            return failure;
        }

        long[] otherTimes = time == 0 ? [-1000, 0, 1000] : [-10 * time, 0, time / 5, time, 10 * time];
        foreach (var other in otherTimes)
        {
            try
            {
                failure = CheckInstant(eval, request.At(pinned, other, other, 0));
            }
            catch (QueryException exception)
            {
                failure = CheckFailure(eval, exception.Message);
            }

            if (failure is not null)
            {
                return $"pinned to {time}, evaluated at {other}: {failure}";
            }
        }

        return null;
    }

    private string? CheckInstant(EvalCommand eval, QueryRequest request)
    {
        var result = Engine.Evaluate(_store, request, TestContext.Current.CancellationToken);
        if (eval.Failures.Count > 0)
        {
            return "did not fail";
        }

        if (AnnotationCheck.Of(eval, result) is { } annotation)
        {
            return annotation;
        }

        if (ResultCheck.OfInstant(eval, result) is { } failure)
        {
            return failure;
        }

        return result.Type is ExpressionType.Vector or ExpressionType.Scalar && !DependsOnQueryTimes(request.Expression)
            ? CheckAsRange(eval, request)
            : null;
    }

    private static bool DependsOnQueryTimes(Expression expression) =>
        ExpressionPrinter.Format(expression) is var text &&
        (text.Contains("start()", StringComparison.Ordinal) || text.Contains("end()", StringComparison.Ordinal) ||
         text.Contains("range()", StringComparison.Ordinal) || text.Contains("step()", StringComparison.Ordinal));

    private string? CheckAsRange(EvalCommand eval, QueryRequest request)
    {
        const long Minute = 60_000;
        var range = Engine.Evaluate(
            _store,
            request.At(request.Expression, request.StartMs - Minute, request.StartMs + Minute, Minute),
            TestContext.Current.CancellationToken);
        if (eval.IsOrdered)
        {
            return null;
        }

        var points = new List<(Labels Labels, ResultPoint Point)>();
        foreach (var series in range.Series)
        {
            foreach (var point in series)
            {
                if (point.TimestampMs == request.StartMs)
                {
                    points.Add((series.Labels, point));
                }
            }
        }

        var failure = eval.Scalar is { } scalar
            ? points.Count == 1 && Near.Equal(scalar, points[0].Point.Value) ? null : $"expected {scalar}, found {points.Count} series"
            : ResultCheck.OfVector(eval, points);
        return failure is null ? null : $"in a query over a range: {failure}";
    }
}
