using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Hosting.Http;
using Pharos.Server;
using Pharos.Server.Remote;
using Pharos.Server.Storage;
using Pharos.Testing;
using Pharos.Testing.Processes;
using Pharos.Testing.Waiting;

namespace Pharos.Compatibility.Tests.Scraped;

/// <summary>
/// Our server: the executable that <c>PHAROS_EXECUTABLE</c> names, else the same program in the test's process. On a port of the system's
/// choice.
/// </summary>
internal sealed class PharosUnderTest : IAsyncDisposable
{
    private readonly Func<ValueTask> _stop;

    private PharosUnderTest(string address, Func<ValueTask> stop)
    {
        Address = address;
        _stop = stop;
    }

    /// <summary>Host and port.</summary>
    public string Address { get; }

    /// <param name="configuration">The configuration file; null for a server that scrapes nothing.</param>
    /// <param name="takesWrites">Whether others may send to it.</param>
    public static async Task<PharosUnderTest> StartAsync(string? configuration = null, bool takesWrites = false)
    {
        var folder = new TemporaryFolder();
        if (configuration is not null)
        {
            await File.WriteAllTextAsync(folder.File("pharos.yml"), configuration);
        }

        var file = configuration is null ? null : folder.File("pharos.yml");
        return await (Environment.GetEnvironmentVariable("PHAROS_EXECUTABLE") is { Length: > 0 } ? StartExecutableAsync(folder, file, takesWrites) : StartHereAsync(folder, file, takesWrites));
    }

    /// <summary>Asks its API by GET.</summary>
    public async Task<JsonElement> GetAsync(string path, params (string Name, string Value)[] parameters)
    {
        using var client = new HttpClient();
        var query = string.Join('&', parameters.Select(static parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"));
        var text = await client.GetStringAsync(new Uri($"http://{Address}/{path}?{query}"), TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("data").Clone();
    }

    /// <summary>Waits until that many targets have been scraped well, all at the same time.</summary>
    public Task WaitForUpAsync(int targets) => Eventually.AnsweredAsync(
        async () => (Up: await GetAsync("api/v1/query", ("query", "up == 1")), Targets: await GetAsync("api/v1/targets", ("state", "active"))),
        seen => seen.Up.GetProperty("result").GetArrayLength() == targets,
        $"{targets} targets that are up",
        static seen => seen.Targets.ToString());

    public ValueTask DisposeAsync() => _stop();

    private static async Task<PharosUnderTest> StartExecutableAsync(TemporaryFolder folder, string? file, bool takesWrites)
    {
        string[] configuration =
        [
            "--enable-feature=exemplar-storage",
            .. file is null ? Array.Empty<string>() : ["--config.file=" + file],
            .. takesWrites ? (string[])["--web.enable-remote-write-receiver"] : [],
        ];
        var program = RunningProgram.Start(
            Executables.Pharos, ["server", "--web.listen-address=127.0.0.1:0", $"--storage.tsdb.path={folder.File("data")}", .. configuration]);
        try
        {
            var line = await program.ErrorLineAsync("msg=\"Listening on\"");
            await program.ErrorLineAsync("Server is ready to receive web requests.");
            var address = line[(line.IndexOf(" address=", StringComparison.Ordinal) + " address=".Length)..].Trim();
            return new PharosUnderTest(address, async () =>
            {
                await program.DisposeAsync();
                folder.Dispose();
            });
        }
        catch
        {
            await program.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    private static async Task<PharosUnderTest> StartHereAsync(TemporaryFolder folder, string? file, bool takesWrites)
    {
        var options = new ServerOptions
        {
            Http = new HttpServerOptions { ListenAddresses = [new ListenAddress("127.0.0.1", 0)] },
            ConfigFile = file,
            RemoteWrite = new RemoteWriteSettings { IsEnabled = takesWrites },
            Storage = file is null ? null : new StorageOptions { Path = folder.File("data") },
        };
        var app = ServerApp.New(options, NullLoggerFactory.Instance, TimeProvider.System);
        await app.StartAsync(CancellationToken.None);
        return new PharosUnderTest(app.Addresses[0].ToString(), async () =>
        {
            await app.StopAsync();
            folder.Dispose();
        });
    }
}
