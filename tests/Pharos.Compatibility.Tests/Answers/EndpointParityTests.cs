using Pharos.Testing;

namespace Pharos.Compatibility.Tests.Answers;

/// <summary>Every endpoint beside a real Prometheus with the same configuration and the same data. Nothing is scraped, so that nothing changes.</summary>
public sealed class EndpointParityTests
{
    private const string Configuration =
        """
        global: {scrape_interval: 1y, scrape_timeout: 10s}
        scrape_configs:
          - job_name: kept
            static_configs: [{targets: ["kept.invalid:1"], labels: {zone: "a<b"}}]
          - job_name: dropped
            static_configs: [{targets: ["example.invalid:1", "kept.invalid:2"]}]
            relabel_configs:
              - {source_labels: [__address__], regex: "example.*", action: drop}
        """;

    [Fact]
    public async Task Answers_OfEveryEndpoint_AreThoseOfPrometheus()
    {
        using var folder = new TemporaryFolder();
        ApiParityTests.Fill(ServerPair.DataIn(folder));
        await using var servers = await ServerPair.StartAsync(folder, Configuration);
        await servers.UntilBothAsync("api/v1/targets", "kept.invalid:2");
        var requests = EndpointRequests.Lines.ToList();
        Assert.True(requests.Count >= 120, "requests were lost");
        await servers.AssertSameAsync(requests, EndpointRequests.Known);
    }
}
