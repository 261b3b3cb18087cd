using System.Text;
using Pharos.Compatibility.Tests.Peers;
using Pharos.Compatibility.Tests.Scraped;

namespace Pharos.Compatibility.Tests.Judgement;

/// <summary>What promtool says of the metrics that we show.</summary>
public sealed class PromtoolLintTests
{
    /// <summary>Names of Prometheus's own, of which promtool complains there too: the type stands in them.</summary>
    private static readonly string[] NamesOfPrometheus =
    [
        "prometheus_engine_query_duration_histogram_seconds",
        "prometheus_notifications_latency_histogram_seconds",
        "prometheus_rule_evaluation_duration_histogram_seconds",
        "prometheus_rule_group_duration_histogram_seconds",
        "prometheus_target_interval_length_histogram_seconds",
        "prometheus_target_sync_length_histogram_seconds",
    ];

    [Fact]
    public async Task CheckMetrics_OurServer_HasNoComplaint()
    {
        await using var pharos = await PharosUnderTest.StartAsync();
        await AssertNoComplaintAsync(pharos.Address);
    }

    [Fact]
    public async Task CheckMetrics_OurRegistry_HasNoComplaint()
    {
        await using var served = new ServedExpositions();
        served.Add("/metrics", OwnMetrics.NewEndpoint().HandleAsync);
        await served.StartAsync();
        await AssertNoComplaintAsync(served.Address);
    }

    [Fact]
    public async Task CheckMetrics_CounterWithoutTotal_IsComplainedOf()
    {
        // Were it not so, the others would prove nothing.
        var result = await Promtool.CheckMetricsAsync("# HELP jobs Jobs.\n# TYPE jobs counter\njobs 1\n"u8.ToArray());
        Assert.Equal(Promtool.Complaints, result.ExitCode);
    }

    private static async Task AssertNoComplaintAsync(string address)
    {
        using var client = new HttpClient();
        var text = await client.GetStringAsync(new Uri($"http://{address}/metrics"), TestContext.Current.CancellationToken);
        var result = await Promtool.CheckMetricsAsync(Encoding.UTF8.GetBytes(text));
        var complaints = result.Output + result.Error;
        var ours = complaints.Split('\n').Where(static line => !NamesOfPrometheus.Any(name => line == name + " metric name should not include type 'histogram'"));
        Assert.Equal("", string.Concat(ours));
        Assert.Equal(complaints.Length == 0 ? 0 : Promtool.Complaints, result.ExitCode);
    }
}
