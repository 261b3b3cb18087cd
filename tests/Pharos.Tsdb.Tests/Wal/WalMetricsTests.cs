using Pharos.Instrumentation;
using Pharos.Testing;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Tests.Wal;

public sealed class WalMetricsTests
{
    [Fact]
    public void Log_RecordsOverPagesAndSegments_AreCounted()
    {
        using var folder = new TemporaryFolder();
        var metrics = new WalMetrics(new MetricRegistry(), WalMetrics.WalPrefix, folder.Path);
        using var writer = new WalWriter(folder.Path, new WalOptions { Compression = WalCompression.None }, metrics);
        writer.Log(new byte[10]);
        writer.Log(new byte[70_000]);
        writer.NextSegment();
        writer.Truncate(1);
        Assert.Equal(2, metrics.PageFlushes.Value);
        Assert.Equal(3, metrics.CompletedPages.Value);
        Assert.Equal(4, metrics.RecordPartWrites.Value);
        Assert.Equal(10 + 70_000 + 4 * WalFormat.HeaderBytes, metrics.RecordPartBytes.Value);
        Assert.Equal(1, metrics.CurrentSegment.Value);
        Assert.Equal(1, metrics.Truncations.Value);
        Assert.Equal(0, metrics.TruncationsFailed.Value);
        Assert.Equal(0, metrics.WritesFailed.Value);
    }

    [Fact]
    public void Log_DiskIsFull_IsCounted()
    {
        using var folder = new TemporaryFolder();
        var metrics = new WalMetrics(new MetricRegistry(), WalMetrics.WblPrefix, folder.Path);
        using var writer = new WalWriter(
            folder.Path, new WalOptions(), new FailingDisk { Room = 3 }, metrics, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        Assert.Throws<IOException>(() => writer.Log([1]));
        Assert.Equal(1, metrics.WritesFailed.Value);
        Assert.Equal(0, metrics.PageFlushes.Value);
    }
}
