using Pharos.Instrumentation;

namespace Pharos.Remote.Sending;

/// <summary>What queues say of themselves, under the names of the reference. The families of all queues; one queue's is <see cref="Of"/>.</summary>
internal sealed class QueueMetrics
{
    private const string Prefix = "prometheus_remote_storage_";

    private static readonly string[] Kinds = ["samples", "histograms", "exemplars", "metadata"];
    private static readonly string[] Labels = ["remote_name", "url"];
    private static readonly string[] LabelsWithReason = ["remote_name", "url", "reason"];

    private readonly CounterFamily[] _sent;
    private readonly CounterFamily[] _failed;
    private readonly CounterFamily[] _retried;
    private readonly CounterFamily[] _dropped;
    private readonly GaugeFamily[] _pending;
    private readonly CounterFamily _enqueueRetries;
    private readonly CounterFamily _bytes;
    private readonly CounterFamily _metadataBytes;
    private readonly HistogramFamily _durations;
    private readonly GaugeFamily[] _gauges;

    public QueueMetrics(MetricRegistry registry)
    {
        _sent = [.. Kinds.Select(kind => Counter($"{kind}_total", $"Total number of {What(kind)} sent to remote storage."))];
        _failed = [.. Kinds.Select(kind => Counter(
            $"{kind}_failed_total", $"Total number of {What(kind)} which failed on send to remote storage, non-recoverable errors."))];
        _retried = [.. Kinds.Select(kind => Counter(
            $"{kind}_retried_total",
            $"Total number of {What(kind)} which failed on send to remote storage but were retried because the send error was recoverable."))];
        _dropped = [.. Kinds.Take(3).Select(kind => registry.CounterFamily(
            $"{Prefix}{kind}_dropped_total",
            $"Total number of {kind} which were dropped after being read from the WAL before being sent via remote write, either via relabelling, due to being too old or unintentionally because of an unknown reference ID.",
            LabelsWithReason))];
        _pending = [.. Kinds.Take(3).Select(kind => Gauge(
            $"{kind}_pending", $"The number of {kind} pending in the queues shards to be sent to the remote storage."))];
        _enqueueRetries = Counter("enqueue_retries_total", "Total number of times enqueue has failed because a shards queue was full.");
        _bytes = Counter(
            "bytes_total",
            "The total number of bytes of data (not metadata) sent by the queue after compression. Note that when exemplars over remote write is enabled the exemplars included in a remote write request count towards this metric.");
        _metadataBytes = Counter("metadata_bytes_total", "The total number of bytes of metadata sent by the queue after compression.");
        _durations = registry.HistogramFamily(
            Prefix + "sent_batch_duration_seconds",
            "Duration of send calls to the remote storage.",
            new HistogramOptions { Buckets = [.. HistogramOptions.DefaultBuckets, 25, 60, 120, 300], Native = new NativeHistogramOptions() },
            Labels);
        _gauges =
        [
            Gauge("queue_highest_timestamp_seconds", "Highest timestamp that was enqueued, in seconds since epoch. Initialized to 0 when no data has been received yet."),
            Gauge("queue_highest_sent_timestamp_seconds", "Highest timestamp successfully sent by this queue, in seconds since epoch. Initialized to 0 when no data has been sent yet."),
            Gauge("shard_capacity", "The capacity of each shard of the queue used for parallel sending to the remote storage."),
            Gauge("shards", "The number of shards used for parallel sending to the remote storage."),
            Gauge("shards_max", "The maximum number of shards that the queue is allowed to run."),
            Gauge("shards_min", "The minimum number of shards that the queue is allowed to run."),
            Gauge("shards_desired", "The number of shards that the queues shard calculation wants to run based on the rate of samples in vs. samples out."),
            Gauge("max_samples_per_send", "The maximum number of samples to be sent, in a single request, to the remote storage. Note that, when sending of exemplars over remote write is enabled, exemplars count towards this limit."),
        ];

        CounterFamily Counter(string name, string help) => registry.CounterFamily(Prefix + name, help, Labels);

        GaugeFamily Gauge(string name, string help) => registry.GaugeFamily(Prefix + name, help, Labels);
    }

    public OneQueue Of(string name, string url) => new(this, name, url);

    private static string What(string kind) => kind == "metadata" ? "metadata entries" : kind;

    /// <summary>The metrics of one queue.</summary>
    internal sealed class OneQueue
    {
        public const string TooOld = "too_old";
        public const string DroppedSeries = "dropped_series";
        public const string UnknownSeries = "unintentionally_dropped_series";
        public const string CustomBuckets = "nhcb_in_rw1_not_supported";

        private readonly QueueMetrics _all;
        private readonly string _name;
        private readonly string _url;

        public OneQueue(QueueMetrics all, string name, string url)
        {
            (_all, _name, _url) = (all, name, url);
            Sent = new Counters(all._sent, name, url);
            Failed = new Counters(all._failed, name, url);
            Retried = new Counters(all._retried, name, url);
            EnqueueRetries = all._enqueueRetries.WithLabels(name, url);
            Bytes = all._bytes.WithLabels(name, url);
            MetadataBytes = all._metadataBytes.WithLabels(name, url);
            Durations = all._durations.WithLabels(name, url);
            PendingSamples = all._pending[0].WithLabels(name, url);
            PendingHistograms = all._pending[1].WithLabels(name, url);
            PendingExemplars = all._pending[2].WithLabels(name, url);
            Gauge[] gauges = [.. all._gauges.Select(family => family.WithLabels(name, url))];
            (Highest, HighestSent, ShardCapacity, Shards) = (gauges[0], gauges[1], gauges[2], gauges[3]);
            (MaxShards, MinShards, DesiredShards, MaxSamplesPerSend) = (gauges[4], gauges[5], gauges[6], gauges[7]);
        }

        public Counters Sent { get; }

        public Counters Failed { get; }

        public Counters Retried { get; }

        public Counter EnqueueRetries { get; }

        public Counter Bytes { get; }

        public Counter MetadataBytes { get; }

        public Histogram Durations { get; }

        public Gauge Highest { get; }

        public Gauge HighestSent { get; }

        public Gauge ShardCapacity { get; }

        public Gauge Shards { get; }

        public Gauge MaxShards { get; }

        public Gauge MinShards { get; }

        public Gauge DesiredShards { get; }

        public Gauge MaxSamplesPerSend { get; }

        private Gauge PendingSamples { get; }

        private Gauge PendingHistograms { get; }

        private Gauge PendingExemplars { get; }

        public void Dropped(in SampleCounts counts, string reason)
        {
            ReadOnlySpan<int> amounts = [counts.Samples, counts.Histograms, counts.Exemplars];
            for (var kind = 0; kind < amounts.Length; kind++)
            {
                if (amounts[kind] > 0)
                {
                    _all._dropped[kind].WithLabels(_name, _url, reason).Add(amounts[kind]);
                }
            }
        }

        /// <summary>Takes note of what has begun to wait, or with negative numbers of what has ended to.</summary>
        public void AddPending(in SampleCounts counts)
        {
            Add(PendingSamples, counts.Samples);
            Add(PendingHistograms, counts.Histograms);
            Add(PendingExemplars, counts.Exemplars);
        }

        /// <summary>Takes them out of those that are collected.</summary>
        public void Remove()
        {
            foreach (var family in (CounterFamily[])[.. _all._sent, .. _all._failed, .. _all._retried, _all._enqueueRetries, _all._bytes, _all._metadataBytes])
            {
                family.Remove(_name, _url);
            }

            foreach (var family in (GaugeFamily[])[.. _all._pending, .. _all._gauges])
            {
                family.Remove(_name, _url);
            }

            foreach (var family in _all._dropped)
            {
                foreach (var reason in (string[])[TooOld, DroppedSeries, UnknownSeries, CustomBuckets])
                {
                    family.Remove(_name, _url, reason);
                }
            }

            _all._durations.Remove(_name, _url);
        }

        private static void Add(Gauge gauge, int amount)
        {
            if (amount != 0)
            {
                gauge.Add(amount);
            }
        }
    }

    /// <summary>A counter of each kind.</summary>
    internal sealed class Counters(CounterFamily[] families, string name, string url)
    {
        public Counter Samples { get; } = families[0].WithLabels(name, url);

        public Counter Histograms { get; } = families[1].WithLabels(name, url);

        public Counter Exemplars { get; } = families[2].WithLabels(name, url);

        public Counter Metadata { get; } = families[3].WithLabels(name, url);

        public void Add(in SampleCounts counts)
        {
            Samples.Add(counts.Samples);
            Histograms.Add(counts.Histograms);
            Exemplars.Add(counts.Exemplars);
        }
    }
}
