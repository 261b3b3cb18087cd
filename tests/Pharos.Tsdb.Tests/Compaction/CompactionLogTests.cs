using Pharos.Instrumentation;
using Pharos.Testing;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Compaction;

namespace Pharos.Tsdb.Tests.Compaction;

/// <summary>The lines that operators look for, and the metrics that alerts look at.</summary>
public sealed class CompactionLogTests
{
    private readonly CompactionMetrics _metrics = new(new MetricRegistry());
    private readonly LogLines _log = new();

    [Fact]
    public void CompactBlocks_Overlapping_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var (first, second) = (TestBlocks.Write(folder, 0, 20), TestBlocks.Write(folder, 10, 30));
        using var catalog = new BlockCatalog(folder.Path, new BlockCatalogOptions { Log = _log });
        catalog.Reload();
        Assert.Equal(["Overlapping blocks found during reloadBlocks"], _log.Messages);
        Assert.Equal(
            $"[mint: 10, maxt: 20, range: 0s, blocks: 2]: <ulid: {first.Ulid}, mint: 0, maxt: 20, range: 0s>, <ulid: {second.Ulid}, mint: 10, maxt: 30, range: 0s>",
            _log.Field(0, "detail"));

        Round(catalog).CompactBlocks(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(
            ["Found overlapping blocks during compaction", "compact blocks", "Deleting obsolete block", "Deleting obsolete block"], _log.Messages.Skip(1));
        Assert.Equal($"[{first.Ulid} {second.Ulid}]", _log.Field(2, "sources"));
        Assert.Equal(30L, _log.Field(2, "maxt"));
        Assert.Equal((1, 1), (_metrics.Ran.Value, _metrics.Overlapping.Value));
    }

    [Fact]
    public void CleanTombstones_AllIsDeleted_SaysSo()
    {
        using var folder = new TemporaryFolder();
        TestBlocks.Write(folder, 0, 20);
        using var catalog = new BlockCatalog(folder.Path, new BlockCatalogOptions { Log = _log });
        catalog.Reload();
        catalog.Blocks[0].Delete(0, 20, [], TestContext.Current.CancellationToken);
        Round(catalog).CleanTombstones(_metrics, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(["write block started", "write block resulted in empty block", "Deleting obsolete block"], _log.Messages);
        Assert.Equal((1, 0), (_metrics.Ran.Value, _metrics.Overlapping.Value));
    }

    [Fact]
    public void New_LeftOvers_AreNamed()
    {
        using var folder = new TemporaryFolder();
        var leftOver = folder.File(TestBlocks.NewUlid() + ".tmp-for-creation");
        Directory.CreateDirectory(leftOver);
        new BlockCatalog(folder.Path, new BlockCatalogOptions { Log = _log }).Dispose();
        Assert.Equal(["Found and deleted tmp dir"], _log.Messages);
        Assert.Equal(leftOver, _log.Field(0, "dir"));
    }

    private CompactionRound Round(BlockCatalog catalog) =>
        new(catalog, new Compactor(new UlidSource(TimeProvider.System), new CompactorOptions { Log = _log, Metrics = _metrics }), [20, 60], log: _log);
}
