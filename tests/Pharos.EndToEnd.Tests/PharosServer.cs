using System.Globalization;
using Pharos.Testing;
using Pharos.Testing.Processes;

namespace Pharos.EndToEnd.Tests;

/// <summary>The executable as a server, started by the test and ready. It listens on a port of the system's choice.</summary>
internal sealed class PharosServer : IAsyncDisposable
{
    public const int SigInt = 2;
    public const int SigHup = 1;
    public const int SigTerm = 15;

    private readonly TemporaryFolder _folder;

    private PharosServer(RunningProgram program, string address, TemporaryFolder folder)
    {
        _folder = folder;
        Program = program;
        Address = address;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://{address}/") };
    }

    public RunningProgram Program { get; }

    /// <summary>As <c>127.0.0.1:40123</c>.</summary>
    public string Address { get; }

    public int Port => int.Parse(Address.AsSpan(Address.LastIndexOf(':') + 1), CultureInfo.InvariantCulture);

    public HttpClient Client { get; }

    /// <summary>With a store in a folder of its own, unless a flag names another one.</summary>
    public static async Task<PharosServer> StartAsync(params string[] flags)
    {
        var folder = new TemporaryFolder();
        string[] storage = flags.Any(static flag => flag.StartsWith("--storage.tsdb.path", StringComparison.Ordinal))
            ? []
            : [$"--storage.tsdb.path={folder.Path}"];
        var program = RunningProgram.Start(Executables.Pharos, ["server", "--web.listen-address=127.0.0.1:0", .. storage, .. flags]);
        try
        {
            var line = await program.ErrorLineAsync("msg=\"Listening on\"");
            await program.ErrorLineAsync("Server is ready to receive web requests.");
            return new PharosServer(program, line[(line.IndexOf(" address=", StringComparison.Ordinal) + " address=".Length)..], folder);
        }
        catch
        {
            await program.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Program.DisposeAsync();
        _folder.Dispose();
    }
}
