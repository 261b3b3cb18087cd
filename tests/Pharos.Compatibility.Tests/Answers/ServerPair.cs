using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Compatibility.Tests.Peers;
using Pharos.Compatibility.Tests.Storage;
using Pharos.Hosting.Http;
using Pharos.Server;
using Pharos.Server.Storage;
using Pharos.Testing;
using Pharos.Testing.Waiting;

namespace Pharos.Compatibility.Tests.Answers;

/// <summary>A real Prometheus and our server with the same configuration and the same data: their answers have to be the same.</summary>
internal sealed class ServerPair : IAsyncDisposable
{
    private readonly PrometheusServer _prometheus;
    private readonly ServerApp _app;
    private readonly HttpClient _theirs;
    private readonly HttpClient _ours;
    private readonly Func<HttpClient, string, Task<string>> _ask;

    private ServerPair(PrometheusServer prometheus, ServerApp app, Func<HttpClient, string, Task<string>> ask)
    {
        _prometheus = prometheus;
        _app = app;
        _theirs = NewClient(prometheus.BaseAddress);
        _ours = NewClient(new Uri($"http://{app.Addresses[0]}/"));
        _ask = ask;
    }

    /// <summary>Starts both. Skips the test where there is no Prometheus.</summary>
    /// <param name="folder">Of the test, for the data of both servers; they begin with what <see cref="DataIn"/> has already.</param>
    /// <param name="configuration">The configuration file.</param>
    /// <param name="ask">Sends a request and makes of the answer what has to be the same; by default as <see cref="AskedRequest"/> does.</param>
    public static async Task<ServerPair> StartAsync(TemporaryFolder folder, string configuration, Func<HttpClient, string, Task<string>>? ask = null)
    {
        Directory.CreateDirectory(DataIn(folder));
        var copy = OurDatabase.Copy(DataIn(folder), folder.File("theirs"));
        var prometheus = await PrometheusServer.TryStartOnAsync(copy, configuration, "native-histograms");
        Assert.SkipWhen(prometheus is null, "Prometheus is not there: set PHAROS_PEERS to the folder of its executable");
        try
        {
            await File.WriteAllTextAsync(folder.File("prometheus.yml"), configuration, TestContext.Current.CancellationToken);
            var options = new ServerOptions
            {
                Http = new HttpServerOptions { ListenAddresses = [new ListenAddress("127.0.0.1", 0)] },
                ConfigFile = folder.File("prometheus.yml"),
                Storage = new StorageOptions { Path = DataIn(folder), Database = OurDatabase.Options },
            };
            var app = ServerApp.New(options, NullLoggerFactory.Instance, TimeProvider.System);
            await app.StartAsync(TestContext.Current.CancellationToken);
            return new ServerPair(prometheus!, app, ask ?? (static (client, request) => AskedRequest.Parse(request).AskAsync(client)));
        }
        catch
        {
            await prometheus!.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where our server has its data.</summary>
    public static string DataIn(TemporaryFolder folder) => folder.File("ours");

    /// <summary>Waits until what each makes of a request has a text in it.</summary>
    public async Task UntilBothAsync(string request, string text)
    {
        foreach (var client in (HttpClient[])[_theirs, _ours])
        {
            await Eventually.AnsweredAsync(
                () => _ask(client, request),
                answer => answer.Contains(text, StringComparison.Ordinal),
                $"{text} in the answer of {(client == _ours ? "ours" : "theirs")} to {request}");
        }
    }

    /// <param name="known">The requests whose answers have to differ, and why.</param>
    public async Task AssertSameAsync(IReadOnlyCollection<string> requests, IReadOnlyDictionary<string, string>? known = null)
    {
        var different = new List<string>();
        foreach (var request in requests)
        {
            var expected = await _ask(_theirs, request);
            var actual = await _ask(_ours, request);
            var isKnown = known?.ContainsKey(request) ?? false;
            if (expected != actual && !isKnown)
            {
                different.Add($"{request}\n  expected {expected}\n  found    {actual}");
            }
            else if (expected == actual && isKnown)
            {
                different.Add($"{request}\n  is said to differ, and does not");
            }
        }

        Assert.True(different.Count == 0, $"{different.Count} of {requests.Count} differ:\n{string.Join('\n', different)}");
    }

    public async ValueTask DisposeAsync()
    {
        _theirs.Dispose();
        _ours.Dispose();
        await _app.StopAsync();
        await _prometheus.DisposeAsync();
    }

    private static HttpClient NewClient(Uri address) => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };
}
