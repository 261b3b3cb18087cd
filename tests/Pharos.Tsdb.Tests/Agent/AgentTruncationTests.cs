using Pharos.Storage;
using Pharos.Tsdb.Agent;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Tests.Agent;

/// <summary>The log gets shorter, and what it still has of dropped series can be read.</summary>
public sealed class AgentTruncationTests
{
    [Theory]
    [InlineData(0, 20_000_000, 5_600_000)]
    [InlineData(8_000_000, 20_000_000, 7_700_000)]
    [InlineData(100_000, 20_000_000, 5_600_000)]
    [InlineData(19_999_000, 20_000_000, 19_699_000)]
    public void TruncateBefore_BySentTime_IsWithinTheLimits(long sentMs, long nowMs, long expectedMs)
    {
        var options = new AgentOptions { LowestSentTimestampMs = () => sentMs };
        Assert.Equal(expectedMs, options.TruncateBeforeMs(nowMs));
    }

    [Fact]
    public void TruncateBefore_LongestShorterThanOthers_IsAsLongAsThose()
    {
        var options = new AgentOptions { MaxWalTime = TimeSpan.FromMinutes(1), MinWalTime = TimeSpan.FromMinutes(30) };
        Assert.Equal(20_000_000 - 7_200_000, options.TruncateBeforeMs(20_000_000));
        Assert.Equal(20_000_000 - 1_800_000, (options with { TruncateFrequency = TimeSpan.FromMinutes(10) }).TruncateBeforeMs(20_000_000));
    }

    [Fact]
    public void Truncate_OldSeries_IsDroppedAndItsSamplesStayReadable()
    {
        using var fixture = new AgentFixture();
        fixture.Append("old", 1_000);
        fixture.FillSegments(6, "busy", 2_000);

        // Dropped now: the first segments, in which it is named, are still there in part as a checkpoint.
        fixture.TruncateBefore(1_001);
        Assert.Equal(1, fixture.Store.SeriesInMemory);
        Assert.NotNull(CheckpointDirectories.Last(fixture.Store.WalDirectory));
        Assert.DoesNotContain("old 1000 1", fixture.ReadLog());
        Assert.Equal(1, fixture.Metric("prometheus_agent_deleted_series"));

        // Back again, under another reference.
        Assert.Equal(AppendOutcome.Accepted, fixture.Append("old", 1_200));
        Assert.Contains("old 1200 1", fixture.ReadLog());
        for (var i = 0; i < 4; i++)
        {
            fixture.FillSegments(6, $"busy{i}", 2_000);
            fixture.TruncateBefore(1_100);
        }

        Assert.Equal(0, fixture.Metric("prometheus_agent_deleted_series"));
        Assert.Contains("old 1200 1", fixture.ReadLog());
    }

    [Fact]
    public void Truncate_DroppedSeriesWithSamplesInLaterSegments_IsStillNamed()
    {
        using var fixture = new AgentFixture();
        fixture.Append("old", 1_000);
        fixture.FillSegments(6, "busy", 2_000);

        // In the newest segment: no checkpoint of now covers it.
        Assert.Equal(AppendOutcome.Accepted, fixture.Append("old", 1_001));
        fixture.TruncateBefore(1_500);
        Assert.Equal(1, fixture.Store.SeriesInMemory);
        Assert.Contains("old 1001 1", fixture.ReadLog());

        // And found again after a restart, which drops it with the next truncation.
        fixture.Reopen();
        Assert.Equal(2, fixture.Store.SeriesInMemory);
        fixture.TruncateBefore(1_500);
        Assert.Equal(1, fixture.Store.SeriesInMemory);
    }

    [Fact]
    public void Truncate_WithAnOpenBatch_ItsSeriesComesBack()
    {
        using var fixture = new AgentFixture();
        fixture.Append("a", 1_000);
        using var appender = fixture.Store.NewAppender();
        var series = appender.Append(SeriesRef.None, AgentFixture.Series("a"), 5_000, 2);
        Assert.Equal(AppendOutcome.Accepted, appender.AppendExemplar(series.Series, default, 1, 5_000));
        fixture.TruncateBefore(4_000);
        Assert.Equal(0, fixture.Store.SeriesInMemory);
        appender.Commit();
        Assert.Equal(1, fixture.Store.SeriesInMemory);
        Assert.Equal(["a 1000 1", "a 5000 2", "a 5000 1{}"], fixture.ReadLog());

        // The old reference names nothing any more, and says so.
        Assert.Equal(AppendOutcome.UnknownSeries, appender.Append(series.Series, default, 6_000, 3).Outcome);
    }

    [Fact]
    public void Reopen_SameSeriesUnderTwoReferences_BothAreNamedAsLongAsNeeded()
    {
        using var fixture = new AgentFixture();
        fixture.Append("a", 1_000);
        fixture.FillSegments(2, "busy", 2_000);
        fixture.TruncateBefore(1_500);
        Assert.Equal(AppendOutcome.Accepted, fixture.Append("a", 3_000));
        fixture.Reopen();
        Assert.Equal(2, fixture.Store.SeriesInMemory);
        Assert.Equal(AppendOutcome.OutOfOrder, fixture.Append("a", 3_000));
        Assert.Equal(AppendOutcome.Accepted, fixture.Append("a", 3_001));
        for (var i = 0; i < 4; i++)
        {
            fixture.FillSegments(4, $"busy{i}", 2_000);
            fixture.TruncateBefore(1_000);
            Assert.Contains("a 3000 1", fixture.ReadLog());
            Assert.Contains("a 3001 1", fixture.ReadLog());
        }
    }
}
