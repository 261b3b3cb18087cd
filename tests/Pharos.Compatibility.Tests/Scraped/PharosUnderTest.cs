using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Hosting.Http;
using Pharos.Server;
using Pharos.Testing;
using Pharos.Testing.Processes;

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

    public static Task<PharosUnderTest> StartAsync() =>
        Environment.GetEnvironmentVariable("PHAROS_EXECUTABLE") is { Length: > 0 } ? StartExecutableAsync() : StartHereAsync();

    public ValueTask DisposeAsync() => _stop();

    private static async Task<PharosUnderTest> StartExecutableAsync()
    {
        var folder = new TemporaryFolder();
        var program = RunningProgram.Start(
            Executables.Pharos, "server", "--web.listen-address=127.0.0.1:0", $"--storage.tsdb.path={folder.Path}");
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

    private static async Task<PharosUnderTest> StartHereAsync()
    {
        var options = new ServerOptions { Http = new HttpServerOptions { ListenAddresses = [new ListenAddress("127.0.0.1", 0)] } };
        var app = ServerApp.New(options, NullLoggerFactory.Instance, TimeProvider.System);
        await app.StartAsync(CancellationToken.None);
        return new PharosUnderTest(app.Addresses[0].ToString(), async () => await app.StopAsync());
    }
}
