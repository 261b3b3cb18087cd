using Pharos.Compatibility.Tests.Queries.Data;
using Pharos.Compatibility.Tests.Queries.Generation;
using Pharos.Testing;

namespace Pharos.Compatibility.Tests.Queries;

/// <summary>Our engine answers the example queries of the compliance project as the real Prometheus does.</summary>
[Collection(QueryPairDefinition.Name)]
public sealed class ExampleQueriesTests(QueryPair pair)
{
    private const long TimeMs = DataSet.DemoStartMs + 95 * 60_000;

    [Fact]
    public async Task Query_AtOneTime_HasTheAnswerOfPrometheus() =>
        await AssertSameAsync(static text => new AskedQuery(text, TimeMs, TimeMs, 0));

    [Fact]
    public async Task Query_OverARange_HasTheAnswerOfPrometheus() =>
        await AssertSameAsync(static text => new AskedQuery(text, TimeMs - 20 * 60_000, TimeMs, 10_000));

    private async Task AssertSameAsync(Func<string, AskedQuery> asked)
    {
        pair.SkipWithoutPeer();
        var file = ConformanceData.Files("").SingleOrDefault(static path => Path.GetFileName(path) == "promql-queries.yml");
        Assert.SkipWhen(file is null, ConformanceData.Absence);
        var queries = QueryTemplates.Expand(await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken));
        Assert.True(queries.Count > 400);
        var run = new QueryRun(pair);

        await run.AskAsync(queries.Select(asked));

        await run.ReportAsync("examples");
    }
}
