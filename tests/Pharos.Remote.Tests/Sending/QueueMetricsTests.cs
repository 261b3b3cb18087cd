using System.Text;
using Pharos.Formats.Writing;
using Pharos.Foundation.Bytes;
using Pharos.Instrumentation;
using Pharos.Remote.Sending;
using Pharos.Remote.Watching;

namespace Pharos.Remote.Tests.Sending;

/// <summary>Dashboards and alerts ask for these names.</summary>
public sealed class QueueMetricsTests
{
    private const string Labels = "{remote_name=\"n\",url=\"http://u:xxxxx@r/\"}";

    private readonly MetricRegistry _registry = new(TimeProvider.System);

    [Fact]
    public void Queue_AllItsMetrics_AreThereUntilItEnds()
    {
        var queue = new QueueMetrics(_registry).Of("n", "http://u:xxxxx@r/");
        queue.Dropped(new SampleCounts(1, 2, 3), "too_old");
        string[] counters =
        [
            .. ((string[])["samples", "histograms", "exemplars", "metadata"]).SelectMany(static kind => (string[])[$"{kind}_total", $"{kind}_failed_total", $"{kind}_retried_total"]),
            "enqueue_retries_total", "bytes_total", "metadata_bytes_total", "sent_batch_duration_seconds_count",
        ];
        string[] gauges =
        [
            "samples_pending", "histograms_pending", "exemplars_pending", "queue_highest_timestamp_seconds", "queue_highest_sent_timestamp_seconds", "shards",
            "shards_max", "shards_min", "shards_desired", "shard_capacity", "max_samples_per_send",
        ];
        var text = Collect();
        Assert.All([.. counters, .. gauges], name => Assert.Contains($"prometheus_remote_storage_{name}{Labels} 0\n", text, StringComparison.Ordinal));
        foreach (var (kind, count) in ((string, int)[])[("samples", 1), ("histograms", 2), ("exemplars", 3)])
        {
            var labels = Labels.Replace("{", "{reason=\"too_old\",", StringComparison.Ordinal);
            Assert.Contains($"prometheus_remote_storage_{kind}_dropped_total{labels} {count}\n", text, StringComparison.Ordinal);
        }

        queue.Remove();
        Assert.DoesNotContain("remote_name", Collect(), StringComparison.Ordinal);
    }

    [Fact]
    public void Watcher_AllItsMetrics_AreThereUntilItEnds()
    {
        var watcher = new WatcherMetrics(_registry).Of("n");
        watcher.Read(Tsdb.Wal.Records.RecordType.Samples);
        var text = Collect();
        foreach (var name in (string[])["record_decode_failures_total", "samples_sent_pre_tailing_total", "current_segment", "notifications_skipped_total"])
        {
            Assert.Contains($"prometheus_wal_watcher_{name}{{consumer=\"n\"}} 0\n", text, StringComparison.Ordinal);
        }

        Assert.Contains("prometheus_wal_watcher_records_read_total{consumer=\"n\",type=\"samples\"} 1\n", text, StringComparison.Ordinal);
        watcher.Remove();
        Assert.DoesNotContain("consumer", Collect(), StringComparison.Ordinal);
    }

    private string Collect()
    {
        var buffer = new ByteBuffer();
        var writer = new PrometheusTextWriter(buffer);
        _registry.Collect(writer);
        writer.Complete();
        return Encoding.UTF8.GetString(buffer.Written);
    }
}
