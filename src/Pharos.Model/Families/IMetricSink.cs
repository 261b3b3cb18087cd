namespace Pharos.Model.Families;

/// <summary>
/// Takes metric families one after the other, metric by metric. The one contract between those who have metrics to show (the own
/// registry, exporters, federation, the Pushgateway) and those who write them down in a format.
/// </summary>
/// <remarks>
/// Names follow the Prometheus convention: a counter's family is named with its <c>_total</c>; a format with other rules (OpenMetrics)
/// adapts them. Labels do not include the metric name, <c>le</c> or <c>quantile</c>. All spans belong to the caller and are not kept.
/// </remarks>
public interface IMetricSink
{
    /// <summary>Begins a family; it ends with the next one or with the exposition.</summary>
    void BeginFamily(ReadOnlySpan<byte> name, MetricType type, ReadOnlySpan<byte> help, ReadOnlySpan<byte> unit);

    /// <summary>A counter, gauge, info, state or untyped metric.</summary>
    void Number(LabelsView labels, scoped in NumberPoint point);

    void Summary(LabelsView labels, scoped in SummaryPoint point);

    void Histogram(LabelsView labels, scoped in HistogramPoint point);
}

/// <summary>The value of a metric that is one number. Timestamps are in milliseconds, null where there is none.</summary>
public readonly ref struct NumberPoint
{
    public required double Value { get; init; }

    public long? TimestampMs { get; init; }

    public long? StartTimestampMs { get; init; }

    public Exemplar? Exemplar { get; init; }
}

/// <summary>A quantile from 0 to 1 and the observed value at it, NaN when there was none.</summary>
public readonly record struct QuantileValue(double Quantile, double Value);

public readonly ref struct SummaryPoint
{
    public required ulong Count { get; init; }

    public required double Sum { get; init; }

    /// <summary>By ascending quantile.</summary>
    public ReadOnlySpan<QuantileValue> Quantiles { get; init; }

    public long? TimestampMs { get; init; }

    public long? StartTimestampMs { get; init; }
}

/// <summary>A bucket of a classic histogram: how many observations were at or below the bound.</summary>
public readonly record struct ClassicBucket(double UpperBound, double CumulativeCount, Exemplar? Exemplar = null);

/// <summary>A histogram in its classic form, its native form, or both at once.</summary>
public readonly ref struct HistogramPoint
{
    public required double Count { get; init; }

    public required double Sum { get; init; }

    /// <summary>By ascending bound. A last bucket at +Inf may be left out: its count is <see cref="Count"/>.</summary>
    public ReadOnlySpan<ClassicBucket> Buckets { get; init; }

    /// <summary>The native form with integer counts; null if there is none or it is <see cref="NativeFloat"/>.</summary>
    public Histograms.Histogram? Native { get; init; }

    public Histograms.FloatHistogram? NativeFloat { get; init; }

    /// <summary>Exemplars of the native form.</summary>
    public ReadOnlySpan<Exemplar> NativeExemplars { get; init; }

    public long? TimestampMs { get; init; }

    public long? StartTimestampMs { get; init; }
}
