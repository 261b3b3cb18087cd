using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Model;
using Pharos.Tsdb.Head;
using Pharos.Tsdb.Head.Snapshots;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Tests.Head;

/// <summary>
/// A series that was dropped and came back has two references in the log. After a start it goes by the first again, so that its finished chunks can
/// lie under either.
/// </summary>
public sealed class SecondReferenceTests
{
    private const long RangeMs = 1000;
    private const long StepMs = 25;

    private static readonly Labels Series = Labels.Of(("__name__", "back"));

    [Fact]
    public void Open_OlderChunksUnderTheSecondReferenceAndNewerUnderTheFirst_HasAllSamples()
    {
        using var fixture = CameBack();
        Fill(fixture, RangeMs, 3 * RangeMs);
        fixture.Head.ChunkFiles.Flush();
        fixture.Abandon(RangeMs);
        AssertFilled(fixture, RangeMs, 3 * RangeMs);
        Fill(fixture, 3 * RangeMs, 5 * RangeMs);
        fixture.Head.ChunkFiles.Flush();
        fixture.Abandon(RangeMs);
        AssertFilled(fixture, RangeMs, 5 * RangeMs);
    }

    [Fact]
    public void Open_SnapshotAfterAStartWithChunksUnderTheSecondReference_HasAllSamples()
    {
        using var fixture = CameBack();
        fixture.Options = fixture.Options with { HasSnapshots = true };
        Fill(fixture, RangeMs, 3 * RangeMs);
        fixture.Head.ChunkFiles.Flush();
        fixture.Abandon(RangeMs);
        Fill(fixture, 3 * RangeMs, 4 * RangeMs);
        fixture.Wal.Dispose();
        new SnapshotWriting(fixture.Directory, fixture.Head, WalCompression.None, NullLogger.Instance, TimeProvider.System).Run(fixture.Wal.Position);
        fixture.Abandon(RangeMs);
        AssertFilled(fixture, RangeMs, 4 * RangeMs);
    }

    [Fact]
    public void Open_AgainAndAgain_FindsTheChunksOfTheStartBefore()
    {
        using var fixture = CameBack();
        Fill(fixture, RangeMs, 5 * RangeMs);
        fixture.Head.ChunkFiles.Flush();
        for (var start = 0; start < 3; start++)
        {
            fixture.Abandon(RangeMs);
            AssertFilled(fixture, RangeMs, 5 * RangeMs);
            Assert.Equal(start == 0, fixture.Head.OpenChunks.Finished > 0);
            fixture.Head.ChunkFiles.Flush();
        }
    }

    /// <summary>A series of two references, which has samples under neither from the first range on.</summary>
    private static HeadFixture CameBack()
    {
        var fixture = new HeadFixture(new HeadOptions { ChunkRangeMs = RangeMs, SamplesPerChunk = 8 });
        Fill(fixture, 0, RangeMs);
        new HeadTruncation(fixture.Head).Run(RangeMs, TestContext.Current.CancellationToken);
        Assert.Equal(0, fixture.Head.Series.Count);
        return fixture;
    }

    private static void Fill(HeadFixture fixture, long fromMs, long untilMs)
    {
        for (var time = fromMs; time < untilMs; time += StepMs)
        {
            fixture.Append(Series, time, time);
        }
    }

    private static void AssertFilled(HeadFixture fixture, long fromMs, long untilMs)
    {
        var found = Assert.Single(fixture.Query(fromMs, long.MaxValue));
        Assert.Equal(Series, found.Labels);
        Assert.Equal([.. Enumerable.Range(0, (int)((untilMs - fromMs) / StepMs)).Select(i => fromMs + i * StepMs)], found.Samples.Select(static sample => sample.TimestampMs));
    }
}
