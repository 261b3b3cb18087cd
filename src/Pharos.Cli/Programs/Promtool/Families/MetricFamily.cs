using Pharos.Model;

namespace Pharos.Cli.Programs.Promtool.Families;

/// <summary>All that an exposition says of a name.</summary>
internal sealed class MetricFamily(string name)
{
    private readonly List<FamilyMetric> _metrics = [];
    private readonly Dictionary<Labels, FamilyMetric> _parted = [];

    public string Name { get; } = name;

    public MetricType Type { get; set; }

    /// <summary>Null if nothing is said.</summary>
    public string? Help { get; set; }

    public bool IsParted => Type is MetricType.Histogram or MetricType.Summary;

    public IReadOnlyList<FamilyMetric> Metrics => _metrics;

    /// <summary>Lines of a histogram or a summary are parts of one metric where the labels are the same; others are metrics each.</summary>
    public FamilyMetric Metric(Labels labels)
    {
        if (!IsParted || !_parted.TryGetValue(labels, out var metric))
        {
            metric = new FamilyMetric(labels);
            _metrics.Add(metric);
            if (IsParted)
            {
                _parted.Add(labels, metric);
            }
        }

        return metric;
    }
}

/// <param name="Labels">Without the name, and without the label that tells parts apart.</param>
internal sealed record FamilyMetric(Labels Labels)
{
    /// <summary>Buckets or quantiles.</summary>
    public int Parts { get; set; }

    /// <summary>The lines, as they stand there.</summary>
    public List<FamilySample> Samples { get; } = [];
}

/// <param name="Labels">All of them, the name among them.</param>
/// <param name="TimestampMs">Null if the line has none.</param>
internal readonly record struct FamilySample(Labels Labels, double Value, long? TimestampMs);
