using Pharos.Instrumentation;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Remote.Watching;

/// <summary>What watchers say of themselves, under the names of the reference. The families of all watchers; one watcher's is <see cref="Of"/>.</summary>
internal sealed class WatcherMetrics
{
    private const string Prefix = "prometheus_wal_watcher_";
    private const string Consumer = "consumer";

    private readonly CounterFamily _recordsRead;
    private readonly CounterFamily _decodeFailures;
    private readonly CounterFamily _sentBeforeTailing;
    private readonly GaugeFamily _currentSegment;
    private readonly CounterFamily _skipped;

    public WatcherMetrics(MetricRegistry registry)
    {
        _recordsRead = registry.CounterFamily(Prefix + "records_read_total", "Number of records read by the WAL watcher from the WAL.", Consumer, "type");
        _decodeFailures = registry.CounterFamily(
            Prefix + "record_decode_failures_total", "Number of records read by the WAL watcher that resulted in an error when decoding.", Consumer);
        _sentBeforeTailing = registry.CounterFamily(
            Prefix + "samples_sent_pre_tailing_total",
            "Number of sample records read by the WAL watcher and sent to remote write during replay of existing WAL.",
            Consumer);
        _currentSegment = registry.GaugeFamily(Prefix + "current_segment", "Current segment the WAL watcher is reading records from.", Consumer);
        _skipped = registry.CounterFamily(
            Prefix + "notifications_skipped_total",
            "The number of WAL write notifications that the Watcher has skipped due to already being in a WAL read routine.",
            Consumer);
    }

    public OneWatcher Of(string name) => new(this, name);

    /// <summary>The metrics of one watcher.</summary>
    internal sealed class OneWatcher
    {
        private readonly WatcherMetrics _all;
        private readonly string _name;
        private readonly Counter?[] _records = new Counter?[(int)RecordType.FloatHistogramsV2 + 1];

        public OneWatcher(WatcherMetrics all, string name)
        {
            (_all, _name) = (all, name);
            DecodeFailures = all._decodeFailures.WithLabels(name);
            CurrentSegment = all._currentSegment.WithLabels(name);
            Skipped = all._skipped.WithLabels(name);
            all._sentBeforeTailing.WithLabels(name);
        }

        public Counter DecodeFailures { get; }

        public Gauge CurrentSegment { get; }

        public Counter Skipped { get; }

        public void Read(RecordType type)
        {
            var at = (int)type < _records.Length ? (int)type : 0;
            (_records[at] ??= _all._recordsRead.WithLabels(_name, NameOf(type))).Increment();
        }

        /// <summary>Takes them out of those that are collected.</summary>
        public void Remove()
        {
            _all._recordsRead.RemoveMatching(Consumer, _name);
            _all._decodeFailures.Remove(_name);
            _all._sentBeforeTailing.Remove(_name);
            _all._currentSegment.Remove(_name);
            _all._skipped.Remove(_name);
        }

        private static string NameOf(RecordType type) => type switch
        {
            RecordType.Series => "series",
            RecordType.Samples => "samples",
            RecordType.Tombstones => "tombstones",
            RecordType.Exemplars => "exemplars",
            RecordType.MmapMarkers => "mmapmarkers",
            RecordType.Metadata => "metadata",
            RecordType.Histograms => "histogram_samples",
            RecordType.FloatHistograms => "float_histogram_samples",
            RecordType.CustomHistograms => "custom_buckets_histogram_samples",
            RecordType.CustomFloatHistograms => "custom_buckets_float_histogram_samples",
            RecordType.SamplesV2 => "samples_v2",
            RecordType.HistogramsV2 => "histogram_samples_v2",
            RecordType.FloatHistogramsV2 => "float_histogram_samples_v2",
            _ => "unknown",
        };
    }
}
