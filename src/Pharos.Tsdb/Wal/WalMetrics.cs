using Pharos.Instrumentation;

namespace Pharos.Tsdb.Wal;

/// <summary>What a log says of itself, under the names of the reference.</summary>
public sealed class WalMetrics
{
    /// <summary>The beginning of the names for the write-ahead log.</summary>
    public const string WalPrefix = "prometheus_tsdb_wal_";

    /// <summary>The beginning of the names for the log of samples out of order.</summary>
    public const string WblPrefix = "prometheus_tsdb_out_of_order_wbl_";

    /// <param name="registry">A registry has one log under a prefix.</param>
    /// <param name="prefix">One of the constants here.</param>
    /// <param name="directory">The log's directory, whose size is one of the metrics.</param>
    public WalMetrics(MetricRegistry registry, string prefix, string directory)
    {
        SyncSeconds = registry.Summary(
            prefix + "fsync_duration_seconds", "Duration of write log fsync.", new SummaryOptions { Quantiles = [0.5, 0.9, 0.99] });
        PageFlushes = registry.Counter(prefix + "page_flushes_total", "Total number of page flushes.");
        CompletedPages = registry.Counter(prefix + "completed_pages_total", "Total number of completed pages.");
        TruncationsFailed = registry.Counter(prefix + "truncations_failed_total", "Total number of write log truncations that failed.");
        Truncations = registry.Counter(prefix + "truncations_total", "Total number of write log truncations attempted.");
        CurrentSegment = registry.Gauge(prefix + "segment_current", "Write log segment index that TSDB is currently writing to.");
        WritesFailed = registry.Counter(prefix + "writes_failed_total", "Total number of write log writes that failed.");
        RecordPartWrites = registry.Counter(
            prefix + "record_part_writes_total", "Total number of record parts written before flushing.");
        RecordPartBytes = registry.Counter(
            prefix + "record_parts_bytes_written_total",
            "Total number of record part bytes written before flushing, including CRC and compression headers.");
        var saved = registry.CounterFamily(
            prefix + "record_bytes_saved_total",
            "Total number of bytes saved by the optional record compression. Use this metric to learn about the effectiveness compression.",
            "compression");
        SavedBytesSnappy = saved.WithLabels("snappy");
        SavedBytesZstd = saved.WithLabels("zstd");
        registry.GaugeFromFunction(prefix + "storage_size_bytes", "Size of the write log directory.", () => WalDirectory.SizeBytes(directory));
    }

    internal Summary SyncSeconds { get; }

    internal Counter PageFlushes { get; }

    internal Counter CompletedPages { get; }

    internal Counter TruncationsFailed { get; }

    internal Counter Truncations { get; }

    internal Gauge CurrentSegment { get; }

    internal Counter WritesFailed { get; }

    internal Counter RecordPartWrites { get; }

    internal Counter RecordPartBytes { get; }

    private Counter SavedBytesSnappy { get; }

    private Counter SavedBytesZstd { get; }

    internal void Saved(WalCompression compression, long bytes)
    {
        if (compression != WalCompression.None)
        {
            (compression == WalCompression.Snappy ? SavedBytesSnappy : SavedBytesZstd).Add(bytes);
        }
    }
}
