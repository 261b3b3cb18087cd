using Pharos.Instrumentation;

namespace Pharos.Tsdb.Head;

/// <summary>The metrics whose values the head has anyway.</summary>
internal static class HeadMetricFunctions
{
    private const string Prefix = "prometheus_tsdb_";

    public static void Register(MetricRegistry registry, HeadStore head)
    {
        RegisterSeries(registry, head);
        RegisterTimes(registry, head);
        RegisterExemplars(registry, head);
    }

    private static void RegisterSeries(MetricRegistry registry, HeadStore head)
    {
        var counts = head.OpenChunks.Counts;
        Gauge("head_series", "Total number of series in the head block.", () => head.Series.Count);
        Gauge("head_stale_series", "Total number of stale series in the head block.", () => head.OpenChunks.Stale.Count);
        Counter("head_series_created_total", "Total number of series created in the head", () => head.Series.Created);
        Counter("head_series_removed_total", "Total number of series removed in the head", () => head.Series.Removed);
        Gauge("head_chunks", "Total number of chunks in the head block.", () => counts.Current);
        Counter("head_chunks_created_total", "Total number of chunks created in the head", () => counts.Created);
        Counter("head_chunks_removed_total", "Total number of chunks removed in the head", () => counts.Removed);
        Counter("mmap_chunks_total", "Total number of chunks that were memory-mapped.", () => head.OpenChunks.Finished);
        registry.CounterFromFunction(
            "pharos_tsdb_head_chunk_writes_failed_total",
            "Total number of times that chunks of the head could not be written to their files. Their samples are in the write-ahead log.",
            () => head.OpenChunks.Failed + head.ChunkFiles.FailedFlushes);
        Gauge("head_chunks_storage_size_bytes", "Size of the chunks_head directory.", () => head.ChunkFiles.SizeBytes);

        void Gauge(string name, string help, Func<double> read) => registry.GaugeFromFunction(Prefix + name, help, read);
        void Counter(string name, string help, Func<double> read) => registry.CounterFromFunction(Prefix + name, help, read);
    }

    private static void RegisterTimes(MetricRegistry registry, HeadStore head)
    {
        Gauge("head_min_time", "Minimum time bound of the head block. The unit is decided by the library consumer.", () => head.Times.MinMs);
        Gauge("head_max_time", "Maximum timestamp of the head block. The unit is decided by the library consumer.", () => head.Times.MaxMs);
        Gauge("head_min_time_seconds", "Minimum time bound of the head block.", () => head.Times.MinMs / 1000);
        Gauge("head_max_time_seconds", "Maximum timestamp of the head block.", () => head.Times.MaxMs / 1000);
        Gauge("isolation_low_watermark", "The lowest TSDB append ID that is still referenced.", () => head.Isolation.Watermarks.Low);
        Gauge("isolation_high_watermark", "The highest TSDB append ID that has been given out.", () => head.Isolation.Watermarks.High);

        void Gauge(string name, string help, Func<double> read) => registry.GaugeFromFunction(Prefix + name, help, read);
    }

    private static void RegisterExemplars(MetricRegistry registry, HeadStore head)
    {
        const string ExemplarPrefix = Prefix + "exemplar_";
        var ring = head.Exemplars;
        registry.CounterFromFunction(
            ExemplarPrefix + "exemplars_appended_total", "Total number of appended exemplars.", () => ring.Counts.Appended);
        registry.CounterFromFunction(
            ExemplarPrefix + "out_of_order_exemplars_total",
            "Total number of out of order exemplar ingestion failed attempts.",
            () => ring.Counts.OutOfOrder);
        registry.GaugeFromFunction(
            ExemplarPrefix + "exemplars_in_storage", "Number of exemplars currently in circular storage.", () => ring.Counts.Stored);
        registry.GaugeFromFunction(
            ExemplarPrefix + "series_with_exemplars_in_storage",
            "Number of series with exemplars currently in circular storage.",
            () => ring.Counts.Series);
        registry.GaugeFromFunction(
            ExemplarPrefix + "last_exemplars_timestamp_seconds",
            "The timestamp of the exemplar that has been in circular storage for longest: how far back the buffer reaches.",
            () => ring.Counts.OldestMs / 1e3);
        registry.GaugeFromFunction(
            ExemplarPrefix + "max_exemplars", "Total number of exemplars the exemplar storage can store, resizeable.", () => ring.Capacity);
    }
}
