using Pharos.Instrumentation;

namespace Pharos.Tsdb.Head;

/// <summary>What the head says of itself, under the names of the reference. What it knows anyway is asked for when metrics are collected.</summary>
internal sealed class HeadMetrics
{
    private const string Prefix = "prometheus_tsdb_";

    private static readonly HistogramOptions LateDeltaOptions = new()
    {
        Buckets = [600, 1800, 3600, 7200, 10_800, 21_600, 43_200],
        Native = new NativeHistogramOptions { BucketFactor = 1.1, MaxBuckets = 100, MinResetInterval = TimeSpan.FromHours(1) },
    };

    private readonly MetricRegistry _registry;
    private readonly TimeProvider _time;
    private CounterFamily? _unknownReferences;

    /// <param name="registry">A registry has one head.</param>
    public HeadMetrics(MetricRegistry registry, HeadStore head, TimeProvider time)
    {
        _registry = registry;
        _time = time;
        var appended = ByType("head_samples_appended_total", "Total number of appended samples.");
        var late = ByType("head_out_of_order_samples_appended_total", "Total number of appended out of order samples.");
        var outOfBounds = ByType(
            "out_of_bound_samples_total", "Total number of out of bound samples ingestion failed attempts with out of order support disabled.");
        var outOfOrder = ByType(
            "out_of_order_samples_total", "Total number of out of order samples ingestion failed attempts due to out of order being disabled.");
        var tooOld = ByType(
            "too_old_samples_total",
            "Total number of out of order samples ingestion failed attempts with out of support enabled, but sample outside of time window.");
        Floats = CountersOf("float");
        Histograms = CountersOf("histogram");
        LateDeltaSeconds = registry.Histogram(
            Prefix + "sample_ooo_delta",
            "Delta in seconds by which a sample is considered out of order (reported regardless of OOO time window and whether sample is accepted or not).",
            LateDeltaOptions);
        ActiveBatches = registry.Gauge(Prefix + "head_active_appenders", "Number of currently active appender transactions");
        Batches = Counter("head_appenders_created_total", "Total number of appender transactions created.");
        GcSeconds = registry.Summary(Prefix + "head_gc_duration_seconds", "Runtime of garbage collection in the head block.");
        Truncations = Counter("head_truncations_total", "Total number of head truncations attempted.");
        TruncationsFailed = Counter("head_truncations_failed_total", "Total number of head truncations that failed.");
        WalTruncateSeconds = registry.Summary(Prefix + "wal_truncate_duration_seconds", "Duration of WAL truncation.");
        Checkpoints = Counter("checkpoint_creations_total", "Total number of checkpoint creations attempted.");
        CheckpointsFailed = Counter("checkpoint_creations_failed_total", "Total number of checkpoint creations that failed.");
        CheckpointDeletions = Counter("checkpoint_deletions_total", "Total number of checkpoint deletions attempted.");
        CheckpointDeletionsFailed = Counter("checkpoint_deletions_failed_total", "Total number of checkpoint deletions that failed.");
        WalCorruptions = Counter("wal_corruptions_total", "Total number of WAL corruptions.");
        ChunkFileCorruptions = Counter("mmap_chunk_corruptions_total", "Total number of memory-mapped chunk corruptions.");
        SnapshotsFailed = Counter("snapshot_replay_error_total", "Total number snapshot replays that failed.");
        ReplaySeconds = registry.Gauge(Prefix + "data_replay_duration_seconds", "Time taken to replay the data on disk.");

        // Whoever reads the head holds the series it found, so none is ever missed.
        _ = Counter("head_series_not_found_total", "Total number of requests for series that were not found.");
        HeadMetricFunctions.Register(registry, head);

        CounterFamily ByType(string name, string help) => registry.CounterFamily(Prefix + name, help, "type");

        SampleCounters CountersOf(string type) => new(
            appended.WithLabels(type), late.WithLabels(type), outOfBounds.WithLabels(type), outOfOrder.WithLabels(type), tooOld.WithLabels(type));

        Counter Counter(string name, string help) => registry.Counter(Prefix + name, help);
    }

    public SampleCounters Floats { get; }

    /// <summary>Of integers and of floats.</summary>
    public SampleCounters Histograms { get; }

    public Histogram LateDeltaSeconds { get; }

    public Gauge ActiveBatches { get; }

    public Counter Batches { get; }

    public Summary GcSeconds { get; }

    public Counter Truncations { get; }

    public Counter TruncationsFailed { get; }

    public Summary WalTruncateSeconds { get; }

    public Counter Checkpoints { get; }

    public Counter CheckpointsFailed { get; }

    public Counter CheckpointDeletions { get; }

    public Counter CheckpointDeletionsFailed { get; }

    public Counter WalCorruptions { get; }

    public Counter ChunkFileCorruptions { get; }

    public Counter SnapshotsFailed { get; }

    public Gauge ReplaySeconds { get; }

    /// <summary>The beginning of something that <see cref="Observe"/> notes the duration of.</summary>
    public long Start() => _time.GetTimestamp();

    public void Observe(Summary seconds, long started) => seconds.Observe(_time.GetElapsedTime(started).TotalSeconds);

    /// <summary>Notes records of the log for series that it did not name, by what they are about; there is nothing to see while there are none.</summary>
    public void UnknownReferences(string type, long count)
    {
        if (count > 0)
        {
            _unknownReferences ??= _registry.CounterFamily(
                Prefix + "wal_replay_unknown_refs_total", "Total number of unknown series references encountered during WAL replay.", "type");
            _unknownReferences.WithLabels(type).Add(count);
        }
    }
}

/// <summary>The counters for samples of one type.</summary>
/// <param name="Appended">Those out of order among them.</param>
internal sealed record SampleCounters(Counter Appended, Counter Late, Counter OutOfBounds, Counter OutOfOrder, Counter TooOld)
{
    public void Add(in SampleCounts counts)
    {
        Add(Appended, counts.Appended);
        Add(Late, counts.Late);
        Add(OutOfBounds, counts.OutOfBounds);
        Add(OutOfOrder, counts.OutOfOrder);
        Add(TooOld, counts.TooOld);
    }

    private static void Add(Counter counter, long amount)
    {
        if (amount > 0)
        {
            counter.Add(amount);
        }
    }
}
