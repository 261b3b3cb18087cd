using System.Globalization;
using Pharos.Testing;
using Pharos.Testing.Processes;

namespace Pharos.Compatibility.Tests.Targets;

/// <summary>The Express application in the folder <c>node</c>, with its packages from the registry that npm is set up with.</summary>
internal sealed class NodeApplication : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly RunningProgram _program;

    private NodeApplication(TemporaryFolder folder, RunningProgram program, string address)
    {
        _folder = folder;
        _program = program;
        Address = address;
    }

    /// <summary>Host and port.</summary>
    public string Address { get; }

    /// <summary>Null where there is no Node, or its packages cannot be had; then with the reason.</summary>
    public static async Task<(NodeApplication? Application, string Reason)> TryStartAsync()
    {
        if (Executables.Peer("node") is not { } node || Executables.Peer("npm") is not { } npm)
        {
            return (null, "node and npm are not there");
        }

        var folder = new TemporaryFolder();
        var source = Path.Combine(RepositoryRoot.Path, "tests", "Pharos.Compatibility.Tests", "Targets", "node");
        foreach (var file in (string[])["package.json", "app.js"])
        {
            File.Copy(Path.Combine(source, file), folder.File(file));
        }

        var installed = await RunningProgram.RunAsync(npm, "install", "--prefix", folder.Path, "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts");
        if (installed.ExitCode != 0)
        {
            folder.Dispose();
            return (null, "npm cannot install the application's packages: " + installed.Error);
        }

        var program = RunningProgram.Start(node, folder.File("app.js"));
        var line = await program.ErrorLineAsync("listening on ");
        var port = int.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
        return (new NodeApplication(folder, program, string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")), "");
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        _folder.Dispose();
    }
}
