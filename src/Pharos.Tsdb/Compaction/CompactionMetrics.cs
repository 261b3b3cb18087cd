using Pharos.Instrumentation;

namespace Pharos.Tsdb.Compaction;

/// <summary>What the making of blocks says of itself, under the names of the reference.</summary>
public sealed class CompactionMetrics
{
    private static readonly HistogramOptions RunSeconds = new()
    {
        Buckets = HistogramOptions.ExponentialBuckets(1, 2, 14),
        Native = new NativeHistogramOptions(),
    };

    /// <param name="registry">A registry has these once.</param>
    public CompactionMetrics(MetricRegistry registry)
    {
        Ran = registry.Counter("prometheus_tsdb_compactions_total", "Total number of compactions that were executed for the partition.");
        Populating = registry.Gauge(
            "prometheus_tsdb_compaction_populating_block", "Set to 1 when a block is currently being written to the disk.");
        Overlapping = registry.Counter("prometheus_tsdb_vertical_compactions_total", "Total number of compactions done on overlapping blocks.");
        Seconds = registry.Histogram("prometheus_tsdb_compaction_duration_seconds", "Duration of compaction runs", RunSeconds);
        ChunkBytes = registry.Histogram(
            "prometheus_tsdb_compaction_chunk_size_bytes",
            "Final size of chunks on their first compaction",
            new HistogramOptions { Buckets = HistogramOptions.ExponentialBuckets(32, 1.5, 12) });
        ChunkSamples = registry.Histogram(
            "prometheus_tsdb_compaction_chunk_samples",
            "Final number of samples on their first compaction",
            new HistogramOptions { Buckets = HistogramOptions.ExponentialBuckets(4, 1.5, 12) });
        ChunkRange = registry.Histogram(
            "prometheus_tsdb_compaction_chunk_range_seconds",
            "Final time range of chunks on their first compaction",
            new HistogramOptions { Buckets = HistogramOptions.ExponentialBuckets(100, 4, 10) });
        Triggered = registry.Counter("prometheus_tsdb_compactions_triggered_total", "Total number of triggered compactions for the partition.");
        Failed = registry.Counter("prometheus_tsdb_compactions_failed_total", "Total number of compactions that failed for the partition.");
        Skipped = registry.Counter(
            "prometheus_tsdb_compactions_skipped_total", "Total number of skipped compactions due to disabled auto compaction.");
        TombstoneSeconds = registry.Histogram(
            "prometheus_tsdb_tombstone_cleanup_seconds",
            "The time taken to recompact blocks to remove tombstones.",
            new HistogramOptions { Buckets = [], Native = new NativeHistogramOptions() });
    }

    /// <summary>Counted by those who decide when to compact.</summary>
    public Counter Triggered { get; }

    /// <inheritdoc cref="Triggered"/>
    public Counter Failed { get; }

    /// <inheritdoc cref="Triggered"/>
    public Counter Skipped { get; }

    internal Counter Ran { get; }

    internal Gauge Populating { get; }

    internal Counter Overlapping { get; }

    internal Histogram Seconds { get; }

    internal Histogram ChunkBytes { get; }

    internal Histogram ChunkSamples { get; }

    /// <summary>In milliseconds, whatever the name says, as in the reference.</summary>
    internal Histogram ChunkRange { get; }

    internal Histogram TombstoneSeconds { get; }
}
