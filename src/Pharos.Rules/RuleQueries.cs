using Pharos.PromQL;
using Pharos.PromQL.Results;
using Pharos.PromQL.Syntax;
using Pharos.Storage;

namespace Pharos.Rules;

/// <summary>Asks for what rules need. Safe for concurrent use.</summary>
public sealed class RuleQueries(QueryEngine engine, IQuerySource source, ParserOptions language)
{
    /// <summary>The elements of the result; a scalar is one without labels.</summary>
    /// <exception cref="QueryException">There is no result.</exception>
    /// <exception cref="RuleException">It is neither a vector nor a scalar.</exception>
    public async Task<IReadOnlyList<RuleSample>> AskAsync(QueryRequest query, DateTimeOffset time, CancellationToken cancellation) =>
        Elements(await engine.EvaluateAsync(source, query.AtTime(time.ToUnixTimeMilliseconds()), cancellation));

    /// <summary>As <see cref="AskAsync"/>, on the calling thread and within the turn of whoever asks: a template asks while it is carried out.</summary>
    /// <exception cref="PromQLSyntaxException">The text is no query.</exception>
    public IReadOnlyList<RuleSample> Ask(string query, DateTimeOffset time, CancellationToken cancellation) =>
        Elements(engine.Evaluate(source, QueryRequest.Instant(query, time.ToUnixTimeMilliseconds(), language), cancellation));

    private static List<RuleSample> Elements(QueryResult result)
    {
        switch (result.Type)
        {
            case ExpressionType.Scalar:
                return [new RuleSample(default, result.Scalar, null)];
            case ExpressionType.Vector:
                var samples = new List<RuleSample>(result.Series.Count);
                foreach (var series in result.Series)
                {
                    foreach (var point in series)
                    {
                        samples.Add(new RuleSample(series.Labels, point.Value, point.Histogram));
                    }
                }

                return samples;
            default:
                throw new RuleException("rule result is not a vector or scalar");
        }
    }
}
