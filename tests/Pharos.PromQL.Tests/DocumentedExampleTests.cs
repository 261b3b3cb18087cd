using System.Diagnostics;
using Pharos.Testing;

namespace Pharos.PromQL.Tests;

/// <summary>The example in the documentation is what is compiled, and it prints what is said there.</summary>
public sealed class DocumentedExampleTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs/querying.md"));

    [Fact]
    public void Document_Example_IsTheProgramThatIsBuilt() =>
        Assert.Contains(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs/examples/Querying/Program.cs")), Document, StringComparison.Ordinal);

    [Fact]
    public async Task Example_Run_PrintsWhatTheDocumentSays()
    {
        using var folder = new TemporaryFolder();
        using var process = Process.Start(
            new ProcessStartInfo(Path.Combine(RepositoryRoot.Path, "docs/examples/Querying/bin/Release/net10.0/Querying"))
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                ArgumentList = { folder.Path },
            })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        Assert.Contains($"```\n{output}```\n", Document, StringComparison.Ordinal);
    }
}
