using Pharos.Testing;
using Pharos.Testing.Processes;

namespace Pharos.EndToEnd.Tests;

/// <summary>What the build says where it cannot begin.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class BuildScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a host without the SDK", "#!/bin/sh\necho 'A compatible .NET SDK was not found.' >&2\nexit 155\n")]
    [InlineData("no host", null)]
    public async Task Build_WithoutTheSdk_SaysSoInOneLine(string why, string? dotnet)
    {
        if (dotnet is not null)
        {
            var host = _folder.File("dotnet");
            await File.WriteAllTextAsync(host, dotnet, TestContext.Current.CancellationToken);
            File.SetUnixFileMode(host, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        // Only what the first lines of the script need, so that no other host is found.
        foreach (var tool in (string[])["bash", "dirname"])
        {
            File.CreateSymbolicLink(_folder.File(tool), "/usr/bin/" + tool);
        }

        var path = Path.GetDirectoryName(_folder.File("dotnet"));
        var result = await RunningProgram.RunAsync("/usr/bin/env", "PATH=" + path, "bash", Path.Combine(RepositoryRoot.Path, "build.sh"));
        Assert.True(result.ExitCode == 1, why);
        Assert.Equal(("", "build: the .NET 10 SDK is missing: https://dotnet.microsoft.com/download/dotnet/10.0\n"), (result.Output, result.Error));
    }
}
