namespace Pharos.Tsdb.Tests.Head.Snapshots;

/// <summary>A snapshot that is not whole is not believed: one line says so, it is deleted, and the log has everything.</summary>
public sealed class DamagedSnapshotTests
{
    private const string Loaded = "chunk snapshot loaded";
    private const string Refused = "The snapshot of the head is not used, all is read from the write-ahead log";

    [Fact]
    public void Open_TruncatedAnywhere_ReadsTheLog()
    {
        using var store = Filled(out var expected);
        var file = Path.Combine(Assert.Single(store.Snapshots), "00000000");
        var whole = File.ReadAllBytes(file);
        var end = whole.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        var random = new Random(1);
        for (var i = 0; i < 40; i++)
        {
            File.WriteAllBytes(file, whole[..random.Next(end)]);
            AssertFallsBack(store, expected);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        }

        // Zeros to the end of the page: cut where a record ends, nothing looks torn, but that the tombstones are missing.
        var pages = (byte[])whole.Clone();
        pages.AsSpan(end / 2).Clear();
        File.WriteAllBytes(file, pages);
        AssertFallsBack(store, expected);
    }

    [Fact]
    public void Open_EmptySnapshot_ReadsTheLog()
    {
        using var store = Filled(out var expected);
        File.Delete(Path.Combine(Assert.Single(store.Snapshots), "00000000"));
        AssertFallsBack(store, expected);
    }

    [Fact]
    public void Open_FlippedBytes_ReadsTheLog()
    {
        using var store = Filled(out var expected);
        var file = Path.Combine(Assert.Single(store.Snapshots), "00000000");
        var whole = File.ReadAllBytes(file);
        var end = whole.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        var random = new Random(2);
        for (var i = 0; i < 40; i++)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var damaged = (byte[])whole.Clone();
            damaged[random.Next(end)] ^= (byte)random.Next(1, 256);
            File.WriteAllBytes(file, damaged);

            // A bit of a fragment's header that nobody looks at changes nothing.
            store.Abandon();
            Assert.Equal(expected, store.Read());
            Assert.Equal(store.Log.Messages.Contains(Loaded) ? [] : [Refused], store.Log.Complaints);
            file = Path.Combine(store.Directory, Path.GetFileName(Path.GetDirectoryName(file)!), "00000000");
        }
    }

    [Fact]
    public void Open_HalfWritten_IsDeletedAndNotBelieved()
    {
        using var store = Filled(out var expected);
        var snapshot = Assert.Single(store.Snapshots);
        Directory.Move(snapshot, snapshot + ".tmp");
        store.Abandon();
        Assert.DoesNotContain(Loaded, store.Log.Messages);
        Assert.Empty(store.Snapshots);
        Assert.Equal(expected, store.Read());
    }

    [Fact]
    public void Open_BrokenChunkFiles_ReadsTheLog()
    {
        using var store = Filled(out var expected);
        var file = Directory.GetFiles(Path.Combine(store.Directory, "chunks_head")).Order(StringComparer.Ordinal).First();
        var bytes = File.ReadAllBytes(file);
        bytes[100] ^= 1;
        File.WriteAllBytes(file, bytes);
        store.Abandon();
        Assert.DoesNotContain(Loaded, store.Log.Messages);
        Assert.Contains(Refused, store.Log.Complaints);
        Assert.Empty(store.Snapshots);
        Assert.Equal(expected, store.Read());
        store.Reopen();
        Assert.Contains(Loaded, store.Log.Messages);
        Assert.Equal(expected, store.Read());
    }

    [Fact]
    public void Open_LogIsGone_SnapshotIsNotUsed()
    {
        using var store = Filled(out _);
        foreach (var segment in Directory.GetFiles(Path.Combine(store.Directory, "wal")))
        {
            File.Delete(segment);
        }

        store.Abandon();
        Assert.Equal([Refused], store.Log.Complaints);
        Assert.Equal("the write-ahead log ends before it", store.Log.Field(Refused, "err"));
    }

    [Fact]
    public void Open_SnapshotRefused_CountsIt()
    {
        using var store = Filled(out _);
        File.WriteAllBytes(Path.Combine(Assert.Single(store.Snapshots), "00000000"), [7, 7, 7, 7, 7, 7, 7, 7]);
        var registry = new Instrumentation.MetricRegistry();
        store.Abandon(registry: registry);
        Assert.Equal(1, MetricValues.Of(registry)["prometheus_tsdb_snapshot_replay_error_total"]);
    }

    /// <summary>A directory as a shutdown leaves it, closed, and what it has.</summary>
    private static MixedStore Filled(out Dictionary<string, string> contents)
    {
        var store = new MixedStore();
        store.Write(300);
        store.Delete(20_000, 60_000);
        contents = store.Read();
        store.Database.Dispose();
        return store;
    }

    private static void AssertFallsBack(MixedStore store, Dictionary<string, string> expected)
    {
        var original = store.Directory;
        store.Abandon();
        Assert.Equal([Refused], store.Log.Complaints);
        Assert.Empty(store.Snapshots);
        Assert.Equal(expected, store.Read());
        store.GoBackTo(original);
    }
}
