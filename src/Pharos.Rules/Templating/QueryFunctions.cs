using Pharos.Foundation.Templates;
using Pharos.PromQL;
using Pharos.PromQL.Syntax;

namespace Pharos.Rules.Templating;

/// <summary>What templates ask the store, and what they do with the answers.</summary>
internal static class QueryFunctions
{
    /// <summary>For templates that are only read.</summary>
    public static Func<string, IReadOnlyList<RuleSample>> None { get; } = static _ => [];

    public static Func<string, IReadOnlyList<RuleSample>> Of(RuleQueries queries, DateTimeOffset time, CancellationToken cancellation) => query =>
    {
        try
        {
            return queries.Ask(query, time, cancellation);
        }
        catch (Exception exception) when (exception is QueryException or RuleException or PromQLSyntaxException)
        {
            throw new TemplateFunctionException(exception.Message);
        }
    };

    public static IEnumerable<TemplateFunction> All(Func<string, IReadOnlyList<RuleSample>> ask) =>
    [
        TemplateFunction.OfText("query", query => new TemplateList(QuerySample.ListType.Name, [.. ask(query).Select(static sample => new QuerySample(sample))])),
        new("first", [QuerySample.ListType], static arguments => arguments[0] is TemplateList { Items.Count: > 0 } list
            ? list.Items[0]
            : throw new TemplateFunctionException("first() called on vector with no elements")),
        new("label", [TemplateType.String, QuerySample.Type], static arguments => Sample(arguments[1]).Label((string)arguments[0]!)),
        new("value", [QuerySample.Type], static arguments => Sample(arguments[0]).Value),
        new("strvalue", [QuerySample.Type], static arguments => Sample(arguments[0]).Label("__value__")),
        new("sortByLabel", [TemplateType.String, QuerySample.ListType], static arguments => SortByLabel((string)arguments[0]!, (TemplateList?)arguments[1])),
    ];

    private static QuerySample Sample(object? argument) =>
        argument as QuerySample ?? throw new TemplateFunctionException("runtime error: invalid memory address or nil pointer dereference");

    private static TemplateList SortByLabel(string label, TemplateList? list) => new(
        QuerySample.ListType.Name, [.. (list?.Items ?? []).OrderBy(item => Sample(item).Label(label), StringComparer.Ordinal)]);
}
