using Microsoft.Extensions.Logging;
using Pharos.Hosting.Tests.Logging;

namespace Pharos.Hosting.Tests;

public sealed class CleanupStackTests
{
    [Fact]
    public async Task RunAsync_OneFails_TheOthersRunLastInFirstOut()
    {
        using var log = new LogTexts(level: LogLevel.Error);
        var ran = new List<string>();
        var cleanups = new CleanupStack(log.Factory.CreateLogger(""));
        cleanups.Push("first", _ => Note("first"));
        cleanups.Push("second", _ => throw new InvalidOperationException("stuck"));
        cleanups.Push("third", _ => Note("third"));

        await cleanups.RunAsync(CancellationToken.None);
        await cleanups.RunAsync(CancellationToken.None);

        Assert.Equal(["third", "first"], ran);
        Assert.Contains("what=second err=stuck", Assert.Single(log.Text.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);

        Task Note(string name)
        {
            ran.Add(name);
            return Task.CompletedTask;
        }
    }
}
