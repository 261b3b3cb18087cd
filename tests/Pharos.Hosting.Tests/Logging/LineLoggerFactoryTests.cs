using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;

namespace Pharos.Hosting.Tests.Logging;

public sealed class LineLoggerFactoryTests
{
    [Theory]
    [InlineData(LogLevel.Debug, "DEBUG INFO WARN ERROR")]
    [InlineData(LogLevel.Information, "INFO WARN ERROR")]
    [InlineData(LogLevel.Warning, "WARN ERROR")]
    [InlineData(LogLevel.Error, "ERROR")]
    public void CreateLogger_Level_LeavesOutWhatIsBelow(LogLevel level, string expected)
    {
        using var log = new LogTexts(level: level);
        var logger = log.Factory.CreateLogger("");
        logger.Debug("m");
        logger.Info("m");
        logger.Warn("m");
        logger.Error("m");
        Assert.Equal(expected, Levels(log.Text));
    }

    [Theory]
    [InlineData(LogLevel.Debug, "INFO WARN")]
    [InlineData(LogLevel.Information, "WARN")]
    [InlineData(LogLevel.Error, "")]
    public void CreateLogger_ForTheFrameworks_IsQuieterThanForPharos(LogLevel level, string expected)
    {
        using var log = new LogTexts(level: level);
        var logger = log.Factory.CreateLogger("Microsoft.AspNetCore.Server.Kestrel");
        logger.LogInformation("chatter");
        logger.LogWarning("trouble");
        Assert.Equal(expected, Levels(log.Text));
    }

    [Fact]
    public void Log_FromOthers_HasTheirCategoryAsSourceAndTheExceptionAsField()
    {
        using var log = new LogTexts();
        log.Factory.CreateLogger("Microsoft.X").LogWarning(new IOException("broken pipe"), "Sending to {Peer} failed", "10.0.0.1");
        Assert.EndsWith(" level=WARN source=Microsoft.X msg=\"Sending to 10.0.0.1 failed\" err=\"broken pipe\"\n", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_FromManyThreads_LeavesEveryLineWhole()
    {
        using var log = new LogTexts();
        var logger = log.Factory.CreateLogger("");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                logger.Info("line", [("thread", thread), ("n", i)], "F.cs", 1);
            }
        })));

        var lines = log.Text.TrimEnd('\n').Split('\n');
        Assert.Equal(1600, lines.Distinct(StringComparer.Ordinal).Count());
        Assert.All(lines, static line => Assert.Matches("^time=\\S+Z level=INFO source=F.cs:1 msg=line thread=\\d n=\\d+$", line));
    }

    [Fact]
    public void Write_OutputThatHasGone_DoesNotEndTheProgram()
    {
        using var gone = new BrokenStream();
        using var factory = new Pharos.Hosting.Logging.LineLoggerFactory(new(), gone, TimeProvider.System);
        factory.CreateLogger("").Error("into the void");
        Assert.Equal(1, gone.Writes);
    }

    private static string Levels(string text) => string.Join(' ', text.Split('\n').SkipLast(1).Select(static line => line.Split(' ')[1]["level=".Length..]));

    private sealed class BrokenStream : MemoryStream
    {
        public int Writes { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Writes++;
            throw new IOException("Broken pipe");
        }
    }
}
