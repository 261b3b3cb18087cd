using Pharos.Model;
using Pharos.Server.Storage;
using Pharos.Testing;
using Pharos.Tsdb;

namespace Pharos.Server.Tests.Api;

public sealed class ExemplarApiTests
{
    [Theory]
    [InlineData("a", 200, """{"status":"success","data":[{"seriesLabels":{"__name__":"a","l":"1"},"exemplars":[{"labels":{"trace_id":"x<"},"value":"1.5","timestamp":1700000000},{"labels":{},"value":"+Inf","timestamp":1700000001.250}]}]}""")]
    [InlineData("rate(a[5m]) %2B sum(b)&start=1700000001&end=1700000002", 200, """{"status":"success","data":[{"seriesLabels":{"__name__":"a","l":"1"},"exemplars":[{"labels":{},"value":"+Inf","timestamp":1700000001.250}]}]}""")]
    [InlineData("nothing", 200, """{"status":"success","data":[]}""")]
    [InlineData("1 %2B 1", 204, "")]
    public async Task Exemplars_OfTheSeriesInAQuery_AreFound(string query, int status, string expected)
    {
        using var folder = new TemporaryFolder();
        using (var database = Database.Open(folder.Path))
        {
            using var appender = database.NewAppender();
            var series = appender.Append(default, Labels.Of(("__name__", "a"), ("l", "1")).View, 1_700_000_000_000, 1).Series;
            appender.AppendExemplar(series, Labels.Of(("trace_id", "x<")).View, 1.5, 1_700_000_000_000);
            appender.AppendExemplar(series, Labels.Empty.View, double.PositiveInfinity, 1_700_000_001_250);
            appender.Commit();
        }

        await using var server = await RunningServer.StartAsync(RunningServer.Options with { Storage = new StorageOptions { Path = folder.Path } });
        using var answer = await server.SendAsync("GET", "api/v1/query_exemplars?query=" + query);
        Assert.Equal(expected, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(status, (int)answer.StatusCode);
    }
}
