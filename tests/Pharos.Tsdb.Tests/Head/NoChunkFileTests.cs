using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage;

namespace Pharos.Tsdb.Tests.Head;

/// <summary>No file can be made for finished chunks, while the log can still be written to.</summary>
public sealed class NoChunkFileTests
{
    private static readonly Labels Series = Labels.Of(("__name__", "m"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Commit_CounterResetOfAHistogram_FailsBeforeItIsLoggedAndIsDoneAgainLater(bool isFloat)
    {
        using var fixture = new HeadFixture();
        Append(fixture, 1, count: 5, isFloat);
        fixture.Head.ChunkFiles.Complete();
        var obstacles = Block(fixture);

        Assert.ThrowsAny<IOException>(() => Append(fixture, 2, count: 1, isFloat));
        Assert.ThrowsAny<IOException>(() => Append(fixture, 3, count: 1, isFloat));
        Assert.Equal([(1, 5)], Histograms(fixture));
        fixture.Abandon();
        Assert.Equal([(1, 5)], Histograms(fixture));

        obstacles.ForEach(Directory.Delete);
        Append(fixture, 2, count: 1, isFloat);
        Assert.Equal([(1, 5), (2, 1)], Histograms(fixture));
        fixture.Reopen();
        Assert.Equal([(1, 5), (2, 1)], Histograms(fixture));
    }

    [Fact]
    public void Commit_CounterResetWhereTheFileHasRoom_IsStored()
    {
        using var fixture = new HeadFixture();
        Append(fixture, 1, count: 5, isFloat: false);
        Block(fixture);

        Append(fixture, 2, count: 1, isFloat: false);

        Assert.Equal([(1, 5), (2, 1)], Histograms(fixture));
    }

    [Fact]
    public void Commit_MoreFloatsThanAChunkIsMeantToHave_KeepsTheChunkOpen()
    {
        using var fixture = new HeadFixture();
        Block(fixture);
        var expected = new List<(long, double)>();
        for (var i = 1; i <= 1000; i++)
        {
            fixture.Append(Series, i, i);
            expected.Add((i, i));
        }

        Assert.True(fixture.Head.OpenChunks.Failed > 0);
        Assert.Equal(0, fixture.Head.OpenChunks.Finished);
        Assert.Equal(expected, Assert.Single(fixture.Query(0, long.MaxValue, new Matcher(Model.MatchType.Equal, "__name__", "m"))).Samples);
    }

    [Fact]
    public void Replay_MoreHistogramsThanAChunkIsMeantToHave_KeepsTheChunkOpen()
    {
        using var fixture = new HeadFixture();
        var expected = new List<(long, ulong)>();
        for (var i = 1; i <= 2000; i++)
        {
            Append(fixture, i * 1000, count: i * i, isFloat: false);
            expected.Add((i * 1000, (ulong)(i * i)));
        }

        Assert.True(fixture.Head.OpenChunks.Finished > 0);
        fixture.Head.ChunkFiles.Complete();
        foreach (var file in Directory.GetFiles(ChunkDirectory(fixture)))
        {
            File.Delete(file);
        }

        Block(fixture);
        fixture.Abandon();

        Assert.True(fixture.Head.OpenChunks.Failed > 0);
        Assert.Equal(0, fixture.Head.OpenChunks.Finished);
        Assert.Equal(expected, Histograms(fixture));
    }

    private static string ChunkDirectory(HeadFixture fixture) => Path.Combine(fixture.Directory, "chunks_head");

    /// <summary>Takes the names that the next files would get.</summary>
    private static List<string> Block(HeadFixture fixture)
    {
        var made = new List<string>();
        for (var number = 1; number <= 3; number++)
        {
            var path = Path.Combine(ChunkDirectory(fixture), $"{number:D6}");
            if (!File.Exists(path))
            {
                Directory.CreateDirectory(path);
                made.Add(path);
            }
        }

        return made;
    }

    private static void Append(HeadFixture fixture, long timestampMs, long count, bool isFloat)
    {
        using var appender = fixture.Head.NewAppender();
        var result = isFloat
            ? appender.Append(SeriesRef.None, Series.View, timestampMs, new FloatHistogram { ZeroCount = count, Count = count, Sum = count })
            : appender.Append(SeriesRef.None, Series.View, timestampMs, new Histogram { ZeroCount = (ulong)count, Count = (ulong)count, Sum = count });
        Assert.Equal(AppendOutcome.Accepted, result.Outcome);
        appender.Commit();
    }

    private static List<(long TimestampMs, ulong Count)> Histograms(HeadFixture fixture)
    {
        using var querier = fixture.Head.NewQuerier(0, long.MaxValue);
        using var set = querier.Select(sorted: true, hints: null, [new Matcher(Model.MatchType.Equal, "__name__", "m")]);
        Assert.True(set.MoveNext());
        var cursor = set.Samples();
        var found = new List<(long, ulong)>();
        var histogram = new FloatHistogram();
        while (cursor.Peek() != SampleKind.None)
        {
            found.Add((cursor.ReadFloatHistogram(histogram), (ulong)histogram.Count));
        }

        return found;
    }
}
