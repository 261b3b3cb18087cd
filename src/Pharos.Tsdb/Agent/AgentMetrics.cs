using Pharos.Instrumentation;

namespace Pharos.Tsdb.Agent;

/// <summary>What the store of an agent says of itself, under the names of the reference.</summary>
internal sealed class AgentMetrics
{
    private const string Prefix = "prometheus_agent_";

    /// <param name="registry">A registry has one such store.</param>
    public AgentMetrics(MetricRegistry registry, AgentSeries series)
    {
        registry.GaugeFromFunction(
            Prefix + "active_series", "Number of active series being tracked by the WAL storage", () => series.All.Count);
        registry.GaugeFromFunction(
            Prefix + "deleted_series", "Number of series pending deletion from the WAL", () => series.Retired.Count);
        var appended = registry.CounterFamily(Prefix + "samples_appended_total", "Total number of samples appended to the storage", "type");
        Floats = appended.WithLabels("float");
        Histograms = appended.WithLabels("histogram");
        Exemplars = Counter("exemplars_appended_total", "Total number of exemplars appended to the storage");
        OutOfOrder = Counter("out_of_order_samples_total", "Total number of out of order samples ingestion failed attempts.");
        TruncateSeconds = registry.Summary(Prefix + "truncate_duration_seconds", "Duration of WAL truncation.");
        Corruptions = Counter("corruptions_total", "Total number of WAL corruptions.");
        ReplaySeconds = registry.Gauge(Prefix + "data_replay_duration_seconds", "Time taken to replay the data on disk.");
        CheckpointDeletionsFailed = Counter("checkpoint_deletions_failed_total", "Total number of checkpoint deletions that failed.");
        CheckpointDeletions = Counter("checkpoint_deletions_total", "Total number of checkpoint deletions attempted.");
        CheckpointsFailed = Counter("checkpoint_creations_failed_total", "Total number of checkpoint creations that failed.");
        Checkpoints = Counter("checkpoint_creations_total", "Total number of checkpoint creations attempted.");

        Counter Counter(string name, string help) => registry.Counter(Prefix + name, help);
    }

    public Counter Floats { get; }

    public Counter Histograms { get; }

    public Counter Exemplars { get; }

    public Counter OutOfOrder { get; }

    public Summary TruncateSeconds { get; }

    public Counter Corruptions { get; }

    public Gauge ReplaySeconds { get; }

    public Counter CheckpointDeletionsFailed { get; }

    public Counter CheckpointDeletions { get; }

    public Counter CheckpointsFailed { get; }

    public Counter Checkpoints { get; }
}
