using Pharos.Compatibility.Tests.Queries.Data;
using Pharos.Compatibility.Tests.Queries.Generation;

namespace Pharos.Compatibility.Tests.Queries;

/// <summary>Without the same samples on both sides a comparison of queries says nothing.</summary>
[Collection(QueryPairDefinition.Name)]
public sealed class SameSamplesTests(QueryPair pair)
{
    [Fact]
    public async Task Samples_OfEverySeries_AreTheSame()
    {
        pair.SkipWithoutPeer();
        var run = new QueryRun(pair);
        var metrics = Metric.All.Select(static metric => metric.Selector.StartsWith('"') ? $"{{{metric.Selector}}}" : metric.Selector);

        await run.AskAsync(metrics.Select(static selector => new AskedQuery(selector + "[5h]", DataSet.EndMs, DataSet.EndMs, 0)));

        await run.ReportAsync("samples");
        Assert.Equal(1, run.ShareWithResult);
    }
}
