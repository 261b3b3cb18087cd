using Pharos.Model;
using Pharos.Storage.Chunks;

namespace Pharos.Tsdb.Tests.Head.Snapshots;

/// <summary>What is in memory is there again after a shutdown with a snapshot, and what came after it.</summary>
public sealed class MemorySnapshotTests
{
    private const string Loaded = "chunk snapshot loaded";

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(130)]
    [InlineData(777)]
    public void Open_AfterShutdown_HasAllWithoutTheLog(int rounds)
    {
        using var store = new MixedStore();
        store.Write(rounds);
        store.Delete(5_000, 50_000);
        var expected = store.Read();
        store.Reopen();
        Assert.Contains(Loaded, store.Log.Messages);
        Assert.Equal(6, store.Log.Field(Loaded, "num_series"));
        Assert.Equal(0L, store.Log.Field("WAL replay completed", "samples"));
        Assert.Empty(store.Log.Complaints);
        Assert.Equal(expected, store.Read());
        Assert.Equal(6, store.Database.SeriesInMemory);

        // The log has all of it, too.
        store.Abandon(withSnapshots: false);
        Assert.DoesNotContain(Loaded, store.Log.Messages);
        Assert.Equal(expected, store.Read());
    }

    [Fact]
    public void Open_EmptyDatabase_HasAnEmptySnapshot()
    {
        using var store = new MixedStore();
        store.Reopen();
        Assert.Equal(0, store.Log.Field(Loaded, "num_series"));
        Assert.Empty(store.Read());
    }

    [Fact]
    public void Open_AgainAndAgain_GoesOnWithTheSameChunks()
    {
        using var store = new MixedStore();
        for (var i = 0; i < 40; i++)
        {
            store.Write(13);
            store.Reopen();
        }

        Assert.Single(store.Snapshots);

        // A chunk of floats gets about 120 samples, whatever happened in between.
        using var querier = store.Database.NewChunkQuerier(long.MinValue, long.MaxValue);
        using var set = querier.Select(sorted: true, null, [new Matcher(Pharos.Model.MatchType.Equal, "i", "1")], TestContext.Current.CancellationToken);
        Assert.True(set.MoveNext());
        var counts = new List<int>();
        while (set.MoveNextChunk())
        {
            counts.Add(ChunkHeader.Count(set.Chunk.Encoding, set.Chunk.Data));
        }

        Assert.Equal(40 * 13, counts.Sum());
        Assert.All(counts[..^1], static count => Assert.InRange(count, 100, 140));
    }

    [Fact]
    public void Open_KilledAfterTheSnapshot_HasWhatCameAfterIt()
    {
        using var store = new MixedStore();
        store.Write(150);
        store.Reopen();
        store.Write(333);
        store.Delete(200_000, 210_000);
        var expected = store.Read();
        store.Abandon();
        Assert.Contains(Loaded, store.Log.Messages);
        Assert.Equal(expected, store.Read());

        // And once more, with chunks in files now that overlap what the snapshot has.
        store.Write(10);
        expected = store.Read();
        store.Abandon();
        Assert.Contains(Loaded, store.Log.Messages);
        Assert.Equal(expected, store.Read());
    }

    [Fact]
    public void Open_BlocksCutAndLogShortenedSince_HasAll()
    {
        const long Step = 20 * MixedStore.Second;
        using var store = new MixedStore();
        store.Write(600, Step);
        store.Reopen();
        store.Write(600, Step);
        store.Database.Maintain(TestContext.Current.CancellationToken);
        store.Write(600, Step);
        store.Database.Maintain(TestContext.Current.CancellationToken);
        Assert.NotEmpty(store.Database.Blocks);
        Assert.NotEmpty(Directory.GetDirectories(Path.Combine(store.Directory, "wal"), "checkpoint.*"));

        // Exemplars go from the log with the samples of their time.
        var expected = store.ReadSamples();
        store.Abandon();
        Assert.Contains(Loaded, store.Log.Messages);
        Assert.Equal(expected, store.ReadSamples());
        store.Abandon(withSnapshots: false);
        Assert.Equal(expected, store.ReadSamples());
        store.Database.Maintain(TestContext.Current.CancellationToken);
        Assert.Equal(expected, store.ReadSamples());
    }

    [Fact]
    public void Open_OthersWroteWithoutSnapshotsSince_HasAll()
    {
        using var store = new MixedStore();
        store.Write(100);
        store.Reopen(withSnapshots: false);
        store.Write(100);
        store.Reopen(withSnapshots: false);
        store.Write(100);
        var expected = store.Read();
        store.Reopen();
        Assert.Contains(Loaded, store.Log.Messages);
        Assert.Equal(expected, store.Read());
    }

    [Fact]
    public void Dispose_SnapshotCannotBeWritten_IsLoggedAndNothingIsLost()
    {
        using var store = new MixedStore();
        store.Write(1);
        var expected = store.Read();

        // Where the snapshot is to be written, so that its folder cannot be made.
        var log = store.Log;
        var obstacle = Path.Combine(store.Directory, "chunk_snapshot.000000.0000032768.tmp");
        File.WriteAllText(obstacle, "");
        store.Reopen();
        Assert.Equal(["The snapshot of the head could not be written, the next start reads the write-ahead log"], log.Complaints);
        Assert.Empty(Directory.GetDirectories(store.Directory, "chunk_snapshot.*"));
        Assert.Equal(expected, store.Read());
    }
}
