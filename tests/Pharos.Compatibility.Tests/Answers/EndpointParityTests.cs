using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Compatibility.Tests.Peers;
using Pharos.Compatibility.Tests.Storage;
using Pharos.Hosting.Http;
using Pharos.Server;
using Pharos.Server.Storage;
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
        ApiParityTests.Fill(folder.File("ours"));
        var copy = OurDatabase.Copy(folder.File("ours"), folder.File("theirs"));
        await using var prometheus = await PrometheusServer.TryStartOnAsync(copy, Configuration);
        Assert.SkipWhen(prometheus is null, "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");
        await File.WriteAllTextAsync(folder.File("prometheus.yml"), Configuration, TestContext.Current.CancellationToken);
        var app = ServerApp.New(
            new ServerOptions
            {
                Http = new HttpServerOptions { ListenAddresses = [new ListenAddress("127.0.0.1", 0)] },
                ConfigFile = folder.File("prometheus.yml"),
                Storage = new StorageOptions { Path = folder.File("ours"), Database = OurDatabase.Options },
            },
            NullLoggerFactory.Instance,
            TimeProvider.System);
        await app.StartAsync(TestContext.Current.CancellationToken);
        try
        {
            using var theirs = NewClient(prometheus!.BaseAddress);
            using var ours = NewClient(new Uri($"http://{app.Addresses[0]}/"));
            await WaitForTargetsAsync(theirs);
            await WaitForTargetsAsync(ours);
            var requests = EndpointRequests.Lines.Select(AskedRequest.Parse).ToList();
            Assert.True(requests.Count >= 120, "requests were lost");
            var different = new List<string>();
            foreach (var request in requests)
            {
                var expected = await request.AskAsync(theirs);
                var actual = await request.AskAsync(ours);
                if (expected != actual && !EndpointRequests.Known.ContainsKey(request.Line))
                {
                    different.Add($"{request.Line}\n  expected {expected}\n  found    {actual}");
                }
                else if (expected == actual && EndpointRequests.Known.ContainsKey(request.Line))
                {
                    different.Add($"{request.Line}\n  is said to differ, and does not");
                }
            }

            Assert.True(different.Count == 0, $"{different.Count} of {requests.Count} differ:\n{string.Join('\n', different)}");
        }
        finally
        {
            await app.StopAsync();
        }
    }

    private static HttpClient NewClient(Uri address) => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };

    private static async Task WaitForTargetsAsync(HttpClient client)
    {
        while (!(await AskedRequest.Parse("api/v1/targets").AskAsync(client)).Contains("kept.invalid:2", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
