using Pharos.Storage;
using Pharos.Testing;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Compaction;

namespace Pharos.Tsdb.Tests.Compaction;

public sealed class CompactionRoundTests
{
    private readonly Compactor _compactor = new(new UlidSource(TimeProvider.System));

    [Fact]
    public void CompactBlocks_ManySmallBlocks_BecomeFewAndKeepAll()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 12; i++)
        {
            TestBlocks.Write(folder, 20 * i, 20 * (i + 1), value: i);
        }

        TestBlocks.Write(folder, 30, 50, value: 100);
        using var catalog = new BlockCatalog(folder.Path);
        catalog.Reload();
        var expected = TestBlocks.ReadAll(catalog.Blocks);
        var compactions = Round(catalog).CompactBlocks(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(5, compactions);
        Assert.Equal([(0L, 180L), (180, 200), (200, 220), (220, 240)], catalog.Blocks.Select(static block => (block.Meta.MinTimeMs, block.Meta.MaxTimeMs)));
        Assert.Equal(4, Directory.GetDirectories(folder.Path).Length);
        Assert.Equal(
            expected.Values.Single().Select(static sample => sample.TimestampMs), TestBlocks.ReadAll(catalog.Blocks).Values.Single().Select(static sample => sample.TimestampMs));
    }

    [Fact]
    public void CompactBlocks_MoreUrgentWork_Yields()
    {
        using var folder = new TemporaryFolder();
        TestBlocks.Write(folder, 0, 20);
        TestBlocks.Write(folder, 0, 20);
        using var catalog = new BlockCatalog(folder.Path);
        catalog.Reload();
        Assert.Equal(0, Round(catalog).CompactBlocks(static () => true, TestContext.Current.CancellationToken));
        Assert.Equal(2, catalog.Blocks.Count);
    }

    [Fact]
    public void CompactBlocks_AFailure_IsNotTriedAgain()
    {
        using var folder = new TemporaryFolder();
        var metas = Enumerable.Range(0, 4).Select(i => TestBlocks.Write(folder, 20 * i, 20 * (i + 1))).ToList();
        TestBlocks.Damage(Path.Combine(TestBlocks.Path(folder, metas[1]), "chunks", "000001"), -6);
        using var catalog = new BlockCatalog(folder.Path);
        catalog.Reload();
        Assert.Throws<CorruptionException>(() => Round(catalog).CompactBlocks(cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(0, Round(catalog).CompactBlocks(cancellation: TestContext.Current.CancellationToken));
        using var fresh = new BlockCatalog(folder.Path);
        fresh.Reload();
        Assert.Equal(0, Round(fresh).CompactBlocks(cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(4, fresh.Blocks.Count);
    }

    [Fact]
    public void CompactBlocks_WhatWasMadeCannotBeLoaded_IsDeleted()
    {
        using var folder = new TemporaryFolder();
        TestBlocks.Write(folder, 0, 20);
        TestBlocks.Write(folder, 0, 20);
        using var catalog = new BlockCatalog(folder.Path);
        catalog.Reload();
        var bad = TestBlocks.Write(folder, 100, 120);
        TestBlocks.Damage(Path.Combine(TestBlocks.Path(folder, bad), "index"), 0);
        Assert.Throws<CorruptionException>(() => Round(catalog).CompactBlocks(cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(3, Directory.GetDirectories(folder.Path).Length);
        Assert.Equal(2, catalog.Blocks.Count);
    }

    [Fact]
    public void CleanTombstones_SeveralBlocks_AreWrittenAnewOrGone()
    {
        using var folder = new TemporaryFolder();
        TestBlocks.Write(folder, 0, 20);
        TestBlocks.Write(folder, 20, 40);
        var untouched = TestBlocks.Write(folder, 40, 60);
        using var catalog = new BlockCatalog(folder.Path);
        catalog.Reload();
        foreach (var block in catalog.Blocks)
        {
            block.Delete(0, 25, [], TestContext.Current.CancellationToken);
        }

        var expected = TestBlocks.ReadAll(catalog.Blocks);
        Assert.Equal(2, Round(catalog).CleanTombstones(cancellation: TestContext.Current.CancellationToken));
        Assert.Equal([(20L, 40L), (40, 60)], catalog.Blocks.Select(static block => (block.Meta.MinTimeMs, block.Meta.MaxTimeMs)));
        Assert.Equal(untouched.Ulid, catalog.Blocks[1].Meta.Ulid);
        Assert.Equal(expected, TestBlocks.ReadAll(catalog.Blocks));
        Assert.All(catalog.Blocks, static block => Assert.Equal(0UL, block.Meta.Stats.Tombstones));
        Assert.Equal(2, Directory.GetDirectories(folder.Path).Length);
        Assert.Equal(0, Round(catalog).CleanTombstones(cancellation: TestContext.Current.CancellationToken));
    }

    private CompactionRound Round(BlockCatalog catalog) => new(catalog, _compactor, [20, 60, 180]);
}
