using System.Text;
using Pharos.Compatibility.Tests.Queries.Generation;
using Pharos.PromQL.Syntax;

namespace Pharos.Compatibility.Tests.Queries;

/// <summary>Looks for a part of a query, and for one of its times, at which the difference is there too.</summary>
internal static class QueryShrinking
{
    public static async Task<QueryComparison> ShrinkAsync(QueryPair pair, QueryComparison found)
    {
        var isSmaller = true;
        while (isSmaller)
        {
            isSmaller = false;
            foreach (var candidate in Smaller(found.Query))
            {
                if (await pair.CompareAsync(candidate) is { IsWrong: true } smaller)
                {
                    (found, isSmaller) = (smaller, true);
                    break;
                }
            }
        }

        return found;
    }

    private static IEnumerable<AskedQuery> Smaller(AskedQuery query)
    {
        var bytes = Encoding.UTF8.GetBytes(query.Text);
        Expression expression;
        try
        {
            expression = PromQLParser.Parse(bytes, ParserOptions.Everything);
        }
        catch (PromQLSyntaxException)
        {
            yield break;
        }

        foreach (var part in expression.SelfAndDescendants().Skip(1))
        {
            var isAlone = part.Type is ExpressionType.Vector or ExpressionType.Scalar || (part.Type == ExpressionType.Matrix && !query.IsRange);
            if (isAlone)
            {
                yield return query with { Text = ExpressionPrinter.Format(part) };
            }
        }

        if (query.IsRange && query.EndMs - query.StartMs >= query.StepMs)
        {
            var half = (query.EndMs - query.StartMs) / query.StepMs / 2 * query.StepMs;
            yield return query with { EndMs = query.StartMs + half };
            yield return query with { StartMs = query.StartMs + half + query.StepMs };
        }
    }
}
