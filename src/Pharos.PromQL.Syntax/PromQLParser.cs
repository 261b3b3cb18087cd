using System.Text;
using Pharos.Model;
using Pharos.PromQL.Syntax.Parsing;

namespace Pharos.PromQL.Syntax;

/// <summary>
/// Reads queries and their parts from UTF-8. What is accepted, and what messages say, is as in Prometheus 3.14. Time is linear in the
/// length of the text, and the stack is bounded by <see cref="ParserOptions.MaxNesting"/>.
/// </summary>
public static class PromQLParser
{
    /// <summary>A whole query, type-checked.</summary>
    /// <exception cref="PromQLSyntaxException">The query is not valid.</exception>
    public static Expression Parse(ReadOnlySpan<byte> query, ParserOptions options) => Parser.ParseExpression(query, options);

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte}, ParserOptions)"/>
    public static Expression Parse(string query, ParserOptions options) => Parser.ParseExpression(Encoding.UTF8.GetBytes(query), options);

    /// <summary>A selector without range and time shift, as in <c>match[]</c>; it may match everything.</summary>
    /// <exception cref="PromQLSyntaxException">The selector is not valid.</exception>
    public static IReadOnlyList<Matcher> ParseMetricSelector(ReadOnlySpan<byte> selector) => Parser.ParseMetricSelector(selector);

    /// <summary>A series' labels as rule tests write them: <c>up{job="node"}</c>.</summary>
    /// <exception cref="PromQLSyntaxException">The text is not valid.</exception>
    public static Labels ParseMetric(ReadOnlySpan<byte> metric) => Parser.ParseMetric(metric);

    /// <summary>A series' labels and values as tests write them: <c>up{job="node"} 1+2x3 _ stale</c>.</summary>
    /// <exception cref="PromQLSyntaxException">The text is not valid.</exception>
    public static SeriesDescription ParseSeriesDescription(ReadOnlySpan<byte> description) => Parser.ParseSeriesDescription(description);
}
