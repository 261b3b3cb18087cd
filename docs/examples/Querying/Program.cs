using Pharos.Model;
using Pharos.PromQL;
using Pharos.PromQL.Evaluation;
using Pharos.PromQL.Syntax;
using Pharos.Storage;
using Pharos.Tsdb;

using var database = Database.Open(args[0]);
using (var appender = database.NewAppender())
{
    for (var minute = 0; minute < 60; minute++)
    {
        appender.Append(SeriesRef.None, Labels.Of(("__name__", "visits_total"), ("page", "home")).View, minute * 60_000, minute * 6);
        appender.Append(SeriesRef.None, Labels.Of(("__name__", "visits_total"), ("page", "help")).View, minute * 60_000, minute);
    }

    appender.Commit();
}

// Inspect: which series does a query read?
var expression = PromQLParser.Parse("sum by (page) (rate(visits_total[10m]))", ParserOptions.Default);
foreach (var selector in expression.SelfAndDescendants().OfType<VectorSelector>())
{
    Console.WriteLine($"reads {selector}");
}

// Evaluate, over any IQuerySource.
using var engine = new QueryEngine(new QuerySettings());
var request = QueryRequest.Range(expression.ToString(), startMs: 1_200_000, endMs: 1_320_000, stepMs: 60_000);
foreach (var series in engine.Evaluate(database, request).Series)
{
    Console.WriteLine($"{series.Labels}: {string.Join(" ", series.Select(point => point.Value))}");
}
