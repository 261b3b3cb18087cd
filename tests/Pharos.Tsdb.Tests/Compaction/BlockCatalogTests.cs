using Pharos.Instrumentation;
using Pharos.Storage;
using Pharos.Testing;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Compaction;

namespace Pharos.Tsdb.Tests.Compaction;

public sealed class BlockCatalogTests
{
    [Fact]
    public void Reload_BlocksComeAndGo_AreSortedByTime()
    {
        using var folder = new TemporaryFolder();
        using var catalog = new BlockCatalog(folder.Path);
        catalog.Reload();
        Assert.Empty(catalog.Blocks);

        var late = TestBlocks.Write(folder, 20, 30);
        var early = TestBlocks.Write(folder, 0, 10);
        catalog.Reload();
        Assert.Equal([early.Ulid, late.Ulid], Ulids(catalog));
        var kept = catalog.Blocks[1];

        Directory.Delete(TestBlocks.Path(folder, early), recursive: true);
        var gone = catalog.Blocks[0];
        catalog.Reload();
        Assert.Same(kept, Assert.Single(catalog.Blocks));
        Assert.Null(gone.TryRead());
    }

    [Fact]
    public void Reload_Parents_AreDeletedEvenIfTheyCannotBeLoaded()
    {
        using var folder = new TemporaryFolder();
        var (first, second) = (TestBlocks.Write(folder, 0, 10), TestBlocks.Write(folder, 10, 20));
        using var catalog = new BlockCatalog(folder.Path);
        catalog.Reload();
        TestBlocks.Damage(Path.Combine(TestBlocks.Path(folder, second), "index"), 0);
        var child = TestBlocks.Write(folder, 0, 20, compaction => compaction with { Parents = [Parent(first), Parent(second)] });
        using var fresh = new BlockCatalog(folder.Path);
        fresh.Reload();
        Assert.Equal([child.Ulid], Ulids(fresh));
        Assert.Equal([TestBlocks.Path(folder, child)], Directory.GetDirectories(folder.Path));
    }

    [Fact]
    public void Reload_ADamagedBlock_FailsAndChangesNothing()
    {
        using var folder = new TemporaryFolder();
        var good = TestBlocks.Write(folder, 0, 10);
        var registry = new MetricRegistry();
        var metrics = new BlockCatalogMetrics(registry);
        using var catalog = new BlockCatalog(folder.Path, new BlockCatalogOptions { Metrics = metrics });
        catalog.Reload();
        var bad = TestBlocks.Write(folder, 10, 20);
        TestBlocks.Damage(Path.Combine(TestBlocks.Path(folder, bad), "index"), 0);
        TestBlocks.Write(folder, 20, 30);
        var failure = Assert.Throws<CorruptionException>(catalog.Reload);
        Assert.Contains($"corrupted block {bad.Ulid}", failure.Message, StringComparison.Ordinal);
        Assert.Equal([good.Ulid], Ulids(catalog));

        Directory.Delete(TestBlocks.Path(folder, bad), recursive: true);
        catalog.Reload();
        Assert.Equal(2, catalog.Blocks.Count);
        Assert.Equal((3, 1), (metrics.Reloads.Value, metrics.ReloadsFailed.Value));
    }

    [Fact]
    public void Reload_AFolderThatIsNoBlockYet_IsPassedOver()
    {
        using var folder = new TemporaryFolder();
        var block = TestBlocks.Write(folder, 0, 10);
        Directory.CreateDirectory(folder.File(TestBlocks.NewUlid().ToString()));
        Directory.CreateDirectory(folder.File("wal"));
        var copy = folder.File(TestBlocks.NewUlid().ToString());
        Directory.CreateDirectory(copy);
        File.Copy(Path.Combine(TestBlocks.Path(folder, block), "meta.json"), Path.Combine(copy, "meta.json"));
        using var catalog = new BlockCatalog(folder.Path);
        catalog.Reload();
        Assert.Equal([block.Ulid], Ulids(catalog));
        Assert.Equal(4, Directory.GetDirectories(folder.Path).Length);
    }

    [Fact]
    public void New_LeftOvers_AreRemovedAndNothingElse()
    {
        using var folder = new TemporaryFolder();
        var ulid = TestBlocks.NewUlid().ToString();
        string[] leftOvers = [ulid + ".tmp-for-creation", ulid + ".tmp-for-deletion", ulid + ".tmp", "chunk_snapshot.000001.0000000002.tmp"];
        string[] others = ["wal", "chunks_head", "snapshots", "mine.tmp", "chunk_snapshot.000001.0000000002", ulid];
        foreach (var name in leftOvers.Concat(others))
        {
            Directory.CreateDirectory(folder.File(name));
            File.WriteAllText(Path.Combine(folder.File(name), "file"), "");
        }

        new BlockCatalog(folder.Path).Dispose();
        Assert.Equal(others.Order(), Directory.GetDirectories(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Reload_AnObsoleteBlockIsRead_StaysUntilTheReaderIsDone()
    {
        using var folder = new TemporaryFolder();
        var parent = TestBlocks.Write(folder, 0, 10);
        using var catalog = new BlockCatalog(folder.Path);
        catalog.Reload();
        var lease = Assert.Single(catalog.Read(0, 5));
        var child = TestBlocks.Write(folder, 0, 10, compaction => compaction with { Parents = [Parent(parent)] });
        catalog.Reload();
        Assert.Equal([child.Ulid], Ulids(catalog));
        Assert.Equal(
            [TestBlocks.Path(folder, child), TestBlocks.Path(folder, parent) + ".tmp-for-deletion"], Directory.GetDirectories(folder.Path).OrderDescending());
        Assert.False(catalog.Deletions.IsCompleted);
        var done = catalog.Deletions;
        lease.Dispose();
        await done;
        Assert.Single(Directory.GetDirectories(folder.Path));
    }

    [Fact]
    public void Reload_BeyondRetention_DeletesTheOldest()
    {
        using var folder = new TemporaryFolder();
        var blocks = Enumerable.Range(0, 5).Select(i => TestBlocks.Write(folder, 10 * i, 10 * (i + 1))).ToList();
        var limits = new RetentionLimits(40);
        var metrics = new BlockCatalogMetrics(new MetricRegistry());
        using var catalog = new BlockCatalog(
            folder.Path, new BlockCatalogOptions { Retention = () => limits, OtherBytes = static () => 100, DiskBytes = static _ => 1000, Metrics = metrics });
        catalog.Reload();
        Assert.Equal(blocks.Skip(1).Select(static block => block.Ulid), Ulids(catalog));
        Assert.Equal((1, 0), (metrics.TimeRetentions.Value, metrics.SizeRetentions.Value));

        limits = new RetentionLimits(0, Bytes: 100 + 3 * catalog.Blocks[0].SizeBytes);
        catalog.Reload();
        Assert.Equal(blocks.Skip(2).Select(static block => block.Ulid), Ulids(catalog));

        limits = new RetentionLimits(0, Bytes: long.MaxValue, Percentage: 10);
        catalog.Reload();
        Assert.Empty(catalog.Blocks);
        Assert.Equal((1, 2), (metrics.TimeRetentions.Value, metrics.SizeRetentions.Value));
        Assert.Empty(Directory.GetDirectories(folder.Path));
    }

    [Fact]
    public void Reload_MarkedAsDeletable_IsDeleted()
    {
        using var folder = new TemporaryFolder();
        TestBlocks.Write(folder, 0, 10, static compaction => compaction with { IsDeletable = true });
        var other = TestBlocks.Write(folder, 10, 20);
        using var catalog = new BlockCatalog(folder.Path);
        catalog.Reload();
        Assert.Equal([other.Ulid], Ulids(catalog));
        Assert.Single(Directory.GetDirectories(folder.Path));
    }

    [Fact]
    public void Read_ARange_HoldsTheBlocksThatOverlap()
    {
        using var folder = new TemporaryFolder();
        TestBlocks.Write(folder, 0, 10);
        TestBlocks.Write(folder, 10, 20);
        using var catalog = new BlockCatalog(folder.Path);
        catalog.Reload();
        Assert.Equal([0, 1, 2, 0], new[] { (20, 30), (19, 30), (9, 10), (-5, -1) }.Select(range =>
        {
            var leases = catalog.Read(range.Item1, range.Item2);
            foreach (var lease in leases)
            {
                lease.Dispose();
            }

            return leases.Count;
        }));
    }

    [Fact]
    public void InOrderMaxTime_BlocksOfAPartOfTheSeries_DoNotCount()
    {
        using var folder = new TemporaryFolder();
        using var catalog = new BlockCatalog(folder.Path);
        Assert.Null(catalog.InOrderMaxTimeMs);
        TestBlocks.Write(folder, 20, 30, static compaction => compaction.WithHint(BlockCompaction.FromOutOfOrder));
        TestBlocks.Write(folder, 30, 40, static compaction => compaction.WithHint(BlockCompaction.FromStaleSeries));
        TestBlocks.Write(folder, 40, 50, static compaction => compaction.WithHint(BlockCompaction.FromSelectedSeries));
        catalog.Reload();
        Assert.Null(catalog.InOrderMaxTimeMs);
        TestBlocks.Write(folder, 0, 15);
        TestBlocks.Write(folder, 5, 10);
        catalog.Reload();
        Assert.Equal(15, catalog.InOrderMaxTimeMs);
    }

    [Fact]
    public void Snapshot_AllBlocks_AreThereAndDoNotChangeWithThem()
    {
        using var folder = new TemporaryFolder();
        using var target = new TemporaryFolder();
        var metas = new[] { TestBlocks.Write(folder, 0, 10), TestBlocks.Write(folder, 10, 20) };
        using var catalog = new BlockCatalog(folder.Path);
        catalog.Reload();
        var expected = TestBlocks.ReadAll(catalog.Blocks);
        catalog.Snapshot(target.File("copy"), TestContext.Current.CancellationToken);
        catalog.Blocks[0].Delete(0, 100, [], TestContext.Current.CancellationToken);
        using var copy = new BlockCatalog(target.File("copy"));
        copy.Reload();
        Assert.Equal(metas.Select(static meta => meta.Ulid), Ulids(copy));
        Assert.Equal(expected, TestBlocks.ReadAll(copy.Blocks));
        Assert.Throws<ArgumentException>(() => catalog.Snapshot(folder.Path, TestContext.Current.CancellationToken));
    }

    internal static IEnumerable<Ulid> Ulids(BlockCatalog catalog) => catalog.Blocks.Select(static block => block.Meta.Ulid);

    private static BlockParent Parent(BlockMeta meta) => new() { Ulid = meta.Ulid, MinTimeMs = meta.MinTimeMs, MaxTimeMs = meta.MaxTimeMs };
}
