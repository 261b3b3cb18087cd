using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb.Head;

namespace Pharos.Tsdb.Tests.Head;

public sealed class HeadAppendTests
{
    private const long Hour = 3_600_000;
    private static readonly Labels Up = Labels.Of(("__name__", "up"), ("job", "a"));

    [Fact]
    public void Commit_Samples_AreReadBack()
    {
        using var fixture = new HeadFixture();
        for (var i = 0; i < 500; i++)
        {
            fixture.Append(Up, 1000 + i * 15_000L, i * 1.5);
        }

        var series = Assert.Single(fixture.Query(0, long.MaxValue));
        Assert.Equal(Up, series.Labels);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => (1000 + i * 15_000L, i * 1.5)), series.Samples);
    }

    [Fact]
    public void Query_Range_GivesItsSamplesOnly()
    {
        using var fixture = new HeadFixture();
        for (var i = 0; i < 500; i++)
        {
            fixture.Append(Up, i * 1000L, i);
        }

        var series = Assert.Single(fixture.Query(130_000, 300_500));
        Assert.Equal(Enumerable.Range(130, 171).Select(i => (i * 1000L, (double)i)), series.Samples);
        Assert.Empty(fixture.Query(500_000, 600_000));
    }

    [Fact]
    public void Append_ByReference_NeedsNoLabels()
    {
        using var fixture = new HeadFixture();
        var reference = fixture.Append(Up, 1000, 1);
        using var appender = fixture.Head.NewAppender();
        Assert.Equal(new AppendResult(reference, AppendOutcome.Accepted), appender.Append(reference, default, 2000, 2));
        appender.Commit();
        Assert.Equal([(1000L, 1d), (2000L, 2d)], Assert.Single(fixture.Query(0, 5000)).Samples);
    }

    [Fact]
    public void Append_UnknownReferenceWithoutLabels_SaysSo()
    {
        using var fixture = new HeadFixture();
        using var appender = fixture.Head.NewAppender();
        Assert.Equal(AppendOutcome.UnknownSeries, appender.Append(new SeriesRef(77UL << 32 | 5), default, 1000, 1).Outcome);
        Assert.Equal(AppendOutcome.InvalidLabels, appender.Append(SeriesRef.None, default, 1000, 1).Outcome);
    }

    [Theory]
    [InlineData(1000, 1, AppendOutcome.Accepted)]
    [InlineData(1000, 2, AppendOutcome.DuplicateTimestamp)]
    [InlineData(999, 1, AppendOutcome.OutOfOrder)]
    [InlineData(1001, 1, AppendOutcome.Accepted)]
    public void Append_AfterASample_OutcomeAsTheReference(long timestampMs, double value, AppendOutcome expected)
    {
        using var fixture = new HeadFixture();
        fixture.Append(Up, 1000, 1);
        Assert.Equal(expected, fixture.TryAppend(Up, timestampMs, value));
    }

    [Fact]
    public void Append_HalfAChunkRangeBehindTheNewest_IsOutOfBounds()
    {
        using var fixture = new HeadFixture();
        fixture.Append(Up, 10 * Hour, 1);
        Assert.Equal(AppendOutcome.Accepted, fixture.TryAppend(Labels.Of(("a", "1")), 9 * Hour, 1));
        Assert.Equal(AppendOutcome.OutOfBounds, fixture.TryAppend(Labels.Of(("a", "2")), 9 * Hour - 1, 1));
    }

    [Fact]
    public void Append_SeriesLimit_IsKept()
    {
        using var fixture = new HeadFixture(new HeadOptions { MaxSeries = 2 });
        Assert.Equal(AppendOutcome.Accepted, fixture.TryAppend(Labels.Of(("a", "1")), 1, 1));
        Assert.Equal(AppendOutcome.Accepted, fixture.TryAppend(Labels.Of(("a", "2")), 1, 1));
        Assert.Equal(AppendOutcome.SeriesLimit, fixture.TryAppend(Labels.Of(("a", "3")), 1, 1));
        Assert.Equal(AppendOutcome.Accepted, fixture.TryAppend(Labels.Of(("a", "2")), 2, 1));
    }

    [Fact]
    public void Rollback_Samples_AreGone()
    {
        using var fixture = new HeadFixture();
        using (var appender = fixture.Head.NewAppender())
        {
            appender.Append(SeriesRef.None, Up.View, 1000, 1);
            appender.Rollback();
            appender.Commit();
        }

        Assert.Empty(fixture.Query(0, 5000));
    }

    [Fact]
    public void Query_BegunBeforeACommit_SeesNothingOfIt()
    {
        using var fixture = new HeadFixture();
        fixture.Append(Up, 1000, 1);
        using var before = fixture.Head.NewQuerier(0, 10_000);
        fixture.Append(Up, 2000, 2);
        fixture.Append(Up, 3000, 3);
        using var between = fixture.Head.NewQuerier(0, 10_000);
        fixture.Append(Up, 4000, 4);
        Assert.Equal([(1000L, 1d)], Assert.Single(HeadFixture.Read(before, [])).Samples);
        Assert.Equal([(1000L, 1d), (2000L, 2d), (3000L, 3d)], Assert.Single(HeadFixture.Read(between, [])).Samples);
        Assert.Equal(4, Assert.Single(fixture.Query(0, 10_000)).Samples.Count);
    }

    [Fact]
    public void Query_BegunBeforeAChunkWasCut_HidesAcrossChunks()
    {
        using var fixture = new HeadFixture();
        for (var i = 0; i < 100; i++)
        {
            fixture.Append(Up, i * 1000L, i);
        }

        using var querier = fixture.Head.NewQuerier(0, long.MaxValue);
        for (var i = 100; i < 900; i++)
        {
            fixture.Append(Up, i * 1000L, i);
        }

        Assert.Equal(100, Assert.Single(HeadFixture.Read(querier, [])).Samples.Count);
    }

    [Fact]
    public void Append_ByReference_AllocatesNothingPerSample()
    {
        using var fixture = new HeadFixture();
        var references = Enumerable.Range(0, 1000).Select(i => fixture.Append(Labels.Of(("i", $"{i}")), 1000, i)).ToArray();
        using var appender = fixture.Head.NewAppender();
        Fill(2000);
        Fill(3000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Fill(4000);
        var perSample = (GC.GetAllocatedBytesForCurrentThread() - before) / 1000.0;
        Assert.True(perSample < 1, $"{perSample} bytes per sample");

        void Fill(long timestampMs)
        {
            foreach (var reference in references)
            {
                appender.Append(reference, default, timestampMs, timestampMs);
            }

            appender.Commit();
        }
    }
}
