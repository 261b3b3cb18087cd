using Pharos.Model;
using Pharos.Storage;

namespace Pharos.Tsdb.Tests.Head;

public sealed class HeadReplayTests
{
    private static readonly Labels[] Series = [.. Enumerable.Range(0, 50).Select(i => Labels.Of(("__name__", "m"), ("i", $"{i}")))];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Open_AfterWriting_HasEverySample(bool isKilled)
    {
        using var fixture = new HeadFixture();
        Fill(fixture, 0, 700);
        var expected = fixture.Query(0, long.MaxValue);
        for (var round = 0; round < 3; round++)
        {
            if (isKilled)
            {
                fixture.Abandon();
            }
            else
            {
                fixture.Reopen();
            }

            Assert.Empty(fixture.Damage);
            AssertEqual(expected, fixture.Query(0, long.MaxValue));
        }

        Fill(fixture, 700, 750);
        Assert.All(fixture.Query(0, long.MaxValue), series => Assert.Equal(750, series.Samples.Count));
        fixture.Abandon();
        Assert.All(fixture.Query(0, long.MaxValue), series => Assert.Equal(750, series.Samples.Count));
    }

    [Fact]
    public void Open_SeriesThatAnotherBatchHadJustCreated_IsNamedBeforeItsFirstSample()
    {
        using var fixture = new HeadFixture();
        var labels = Labels.Of(("__name__", "shared"));
        Assert.Equal(AppendOutcome.Accepted, fixture.Head.Series.GetOrCreate(labels.View, walRef: 0, out _, out var created));
        Assert.True(created);
        fixture.Append(labels, 1, 1);
        fixture.Abandon();
        Assert.Equal([(1L, 1d)], Assert.Single(fixture.Query(0, long.MaxValue)).Samples);
    }

    [Fact]
    public void Open_ReferencesGivenBefore_AreNotGivenAgain()
    {
        using var fixture = new HeadFixture();
        Fill(fixture, 0, 1);
        fixture.Reopen();
        fixture.Append(Labels.Of(("new", "x")), 1, 1);
        fixture.Reopen();
        Assert.Equal(51, fixture.Query(0, long.MaxValue).Count);
        Assert.Equal([(1L, 1d)], Assert.Single(fixture.Query(0, long.MaxValue, new Matcher(Model.MatchType.Equal, "new", "x"))).Samples);
    }

    [Fact]
    public void Open_MoreSeriesThanAllowed_KeepsThemAll()
    {
        using var fixture = new HeadFixture(new Tsdb.Head.HeadOptions { MaxSeries = 2 });
        fixture.Append(Series[0], 1, 1);
        fixture.Append(Series[1], 1, 1);
        fixture.Options = new Tsdb.Head.HeadOptions { MaxSeries = 1 };
        fixture.Abandon();
        Assert.Equal(2, fixture.Query(0, 10).Count);
    }

    [Fact]
    public void Open_BrokenChunkFile_LogMakesUpForIt()
    {
        using var fixture = new HeadFixture();
        Fill(fixture, 0, 700);
        var expected = fixture.Query(0, long.MaxValue);
        fixture.Head.ChunkFiles.Flush();
        var path = Path.Combine(fixture.Directory, "chunks_head", "000001");
        fixture.Reopen();
        Flip(path, 2000);
        fixture.Abandon();
        Assert.Single(fixture.Damage);
        AssertEqual(expected, fixture.Query(0, long.MaxValue));
    }

    [Fact]
    public void Open_ChunkFileOfAKilledProcess_GetsTheLengthOfItsChunks()
    {
        using var fixture = new HeadFixture();
        Fill(fixture, 0, 700);
        var expected = fixture.Query(0, long.MaxValue);
        fixture.Head.ChunkFiles.Flush();
        var length = fixture.Head.ChunkFiles.SizeBytes;
        var file = new FileInfo(Path.Combine(fixture.Directory, "chunks_head", "000001"));
        Assert.True(file.Length > length);

        fixture.Abandon();

        file.Refresh();
        Assert.Equal(length, file.Length);
        Assert.Equal(length, fixture.Head.ChunkFiles.SizeBytes);
        AssertEqual(expected, fixture.Query(0, long.MaxValue));
    }

    [Fact]
    public void Open_BrokenLog_KeepsWhatIsBeforeAndIsWrittenOn()
    {
        using var fixture = new HeadFixture();
        Fill(fixture, 0, 100);
        var path = Directory.GetFiles(Path.Combine(fixture.Directory, "wal")).Order(StringComparer.Ordinal).First();
        Flip(path, new FileInfo(path).Length / 2);
        fixture.Abandon();
        Assert.Single(fixture.Damage);
        var kept = fixture.Query(0, long.MaxValue);
        Assert.All(kept, series => Assert.InRange(series.Samples.Count, 1, 99));
        Fill(fixture, 200, 210);
        fixture.Abandon();
        Assert.Empty(fixture.Damage);
        Assert.Equal(kept.Sum(series => series.Samples.Count) + 50 * 10, fixture.Query(0, long.MaxValue).Sum(series => series.Samples.Count));
    }

    [Fact]
    public void Open_SamplesThatBlocksHave_ArePassedOver()
    {
        using var fixture = new HeadFixture();
        Fill(fixture, 0, 700);
        fixture.Abandon(minValidMs: 300_000);
        Assert.All(fixture.Query(0, long.MaxValue), series => Assert.Equal(700, series.Samples[^1].TimestampMs / 1000 + 1));
        Assert.All(fixture.Query(300_000, long.MaxValue), series => Assert.Equal(400, series.Samples.Count));
    }

    private static void Fill(HeadFixture fixture, int from, int to)
    {
        using var appender = fixture.Head.NewAppender();
        for (var i = from; i < to; i++)
        {
            for (var s = 0; s < Series.Length; s++)
            {
                appender.Append(default, Series[s].View, i * 1000L, i * s);
            }

            appender.Commit();
        }
    }

    private static void Flip(string path, long offset)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = offset;
        var value = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)~value);
    }

    private static void AssertEqual(
        List<(Labels Labels, List<(long TimestampMs, double Value)> Samples)> expected,
        List<(Labels Labels, List<(long TimestampMs, double Value)> Samples)> actual)
    {
        Assert.Equal(expected.Select(series => series.Labels), actual.Select(series => series.Labels));
        foreach (var (left, right) in expected.Zip(actual))
        {
            Assert.Equal(left.Samples, right.Samples);
        }
    }
}
