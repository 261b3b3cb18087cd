using System.Globalization;
using Pharos.Compatibility.Tests.Queries.Generation;

namespace Pharos.Compatibility.Tests.Queries;

/// <summary>
/// Our engine answers queries that nobody has thought of as the real Prometheus does. <c>PHAROS_LONG=1</c> asks many more of them, and
/// <c>PHAROS_QUERY_SEED</c> others.
/// </summary>
[Collection(QueryPairDefinition.Name)]
public sealed class GeneratedQueriesTests(QueryPair pair)
{
    private const int Seed = 20_251;
    private const int Few = 2_000;
    private const int Many = 20_000;

    [Fact]
    public async Task Query_Generated_HasTheAnswerOfPrometheus()
    {
        pair.SkipWithoutPeer();
        var seed = int.TryParse(Environment.GetEnvironmentVariable("PHAROS_QUERY_SEED"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var given) ? given : Seed;
        var count = Environment.GetEnvironmentVariable("PHAROS_LONG") == "1" ? Many : Few;
        var generator = new QueryGenerator(seed, Dialect.Experimental);
        var run = new QueryRun(pair);

        await run.AskAsync(Enumerable.Range(0, count).Select(_ => generator.Next()));

        await run.ReportAsync(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        Assert.True(run.ShareWithResult > 0.6, $"only {run.ShareWithResult:P0} of the queries have a result");
    }
}
