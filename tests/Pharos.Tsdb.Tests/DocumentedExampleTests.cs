using System.Diagnostics;
using Pharos.Testing;

namespace Pharos.Tsdb.Tests;

/// <summary>The example in the documentation is what is compiled, and it does what it says.</summary>
public sealed class DocumentedExampleTests
{
    [Fact]
    public void Document_Example_IsTheProgramThatIsBuilt()
    {
        var document = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs/embedding.md"));
        Assert.Contains(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs/examples/Embedding/Program.cs")), document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Example_RunTwice_KeepsWhatItStored()
    {
        using var folder = new TemporaryFolder();
        for (var round = 0; round < 2; round++)
        {
            using var process = Process.Start(
                new ProcessStartInfo(Path.Combine(RepositoryRoot.Path, "docs/examples/Embedding/bin/Release/net10.0/Embedding"))
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    ArgumentList = { folder.Path },
                })!;
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal("{__name__=\"room_temperature_celsius\", room=\"kitchen\"}: 21.5, 21.6\n", output);
            Assert.Equal(0, process.ExitCode);
        }
    }
}
