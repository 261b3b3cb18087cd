using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Hosting.Http;
using Pharos.Server.Storage;
using Pharos.Testing;
using Pharos.Testing.Waiting;

namespace Pharos.Server.Tests.Api;

/// <summary>A server with a store, a configuration and one target, which is in the test's process, too.</summary>
internal sealed class ScrapingServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly HttpServer _target;
    private readonly RunningServer _server;

    private ScrapingServer(TemporaryFolder folder, HttpServer target, RunningServer server)
    {
        _folder = folder;
        _target = target;
        _server = server;
    }

    public RunningServer Server => _server;

    public string ConfigurationFile => _folder.File("pharos.yml");

    /// <summary>Host and port of the target.</summary>
    public string Target => _target.Addresses[0].ToString();

    /// <param name="configuration">The file, in which TARGET stands for the target's host and port.</param>
    /// <param name="exposition">What the target answers with.</param>
    /// <param name="change">What else the server is told.</param>
    public static async Task<ScrapingServer> StartAsync(string configuration, string exposition = "", Func<ServerOptions, ServerOptions>? change = null)
    {
        var folder = new TemporaryFolder();
        var router = new HttpRouter().Get("/metrics", context => PlainText.WriteAsync(context.Response, StatusCodes.Status200OK, exposition));
        var target = new HttpServer(RunningServer.Options.Http, router, NullLoggerFactory.Instance, null, TimeProvider.System);
        await target.StartAsync(TestContext.Current.CancellationToken);
        var file = folder.File("pharos.yml");
        await File.WriteAllTextAsync(file, configuration.Replace("TARGET", target.Addresses[0].ToString(), StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var options = RunningServer.Options with
        {
            ConfigFile = file,
            Storage = new StorageOptions { Path = folder.File("data") },
            Scrape = new ScrapeSettings { DiscoveryInterval = TimeSpan.FromMilliseconds(10) },
        };
        return new ScrapingServer(folder, target, await RunningServer.StartAsync(change is null ? options : change(options)));
    }

    /// <summary>The data of an answer.</summary>
    public async Task<JsonElement> DataAsync(string path) => (await AskAsync(path)).Json.GetProperty("data");

    public async Task<(int Status, JsonElement Json)> AskAsync(string path)
    {
        using var answer = await _server.SendAsync("GET", "api/v1/" + path);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return ((int)answer.StatusCode, json.RootElement.Clone());
    }

    /// <summary>Asks until the answer is as wanted.</summary>
    public Task<JsonElement> WaitAsync(string path, Predicate<JsonElement> isWanted) =>
        Eventually.AnsweredAsync(() => DataAsync(path), isWanted, "another answer to " + path);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _target.DisposeAsync();
        _folder.Dispose();
    }
}
