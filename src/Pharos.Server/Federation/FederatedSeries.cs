using Pharos.Model;
using Pharos.Model.Families;
using Pharos.Model.Histograms;

namespace Pharos.Server.Federation;

/// <summary>A series and its newest sample, as another server is to get it.</summary>
/// <param name="labels">All of them, the name too.</param>
internal sealed class FederatedSeries(Labels labels, LastSample sample)
{
    private static ReadOnlySpan<byte> Instance => "instance"u8;

    public ReadOnlySpan<byte> Name => labels.View.MetricName;

    public FloatHistogram? Histogram => sample.Histogram;

    public MetricType Type => Histogram switch
    {
        null => MetricType.Unknown,
        { CounterResetHint: CounterResetHint.Gauge } => MetricType.GaugeHistogram,
        _ => MetricType.Histogram,
    };

    /// <summary>The labels without the name, and what this server adds to them: its external labels, and an instance if there is none.</summary>
    public void LabelsInto(LabelsBuilder result, Labels external)
    {
        result.Reset();
        foreach (var label in labels.View)
        {
            if (!label.Name.SequenceEqual(LabelNames.MetricName))
            {
                result.AddAsIs(label.Name, label.Value);
            }
        }

        foreach (var label in external.View)
        {
            if (!labels.View.Contains(label.Name))
            {
                result.AddAsIs(label.Name, label.Value);
            }
        }

        // Empty, so that who scrapes this does not put in the address of this server for it.
        if (!labels.View.Contains(Instance) && !external.View.Contains(Instance))
        {
            result.AddAsIs(Instance, default);
        }
    }

    /// <param name="shown">Of <see cref="LabelsInto"/>.</param>
    public void WriteTo(IMetricSink sink, LabelsView shown)
    {
        if (Histogram is not { } histogram)
        {
            sink.Number(shown, new NumberPoint { Value = sample.Value, TimestampMs = sample.TimestampMs });
        }
        else if (histogram.UsesCustomBuckets)
        {
            sink.Histogram(shown, new HistogramPoint { Count = histogram.Count, Sum = histogram.Sum, Buckets = ClassicBuckets(histogram), TimestampMs = sample.TimestampMs });
        }
        else
        {
            sink.Histogram(shown, new HistogramPoint { Count = histogram.Count, Sum = histogram.Sum, NativeFloat = histogram, TimestampMs = sample.TimestampMs });
        }
    }

    private static ClassicBucket[] ClassicBuckets(FloatHistogram histogram)
    {
        var bounds = histogram.CustomValues;
        var buckets = new ClassicBucket[bounds.Length];
        var total = 0.0;
        var at = 0;
        foreach (var bucket in histogram.EnumeratePositive())
        {
            for (; at < bounds.Length && bounds[at] < bucket.Upper; at++)
            {
                buckets[at] = new ClassicBucket(bounds[at], total);
            }

            total += bucket.Count;
        }

        for (; at < bounds.Length; at++)
        {
            buckets[at] = new ClassicBucket(bounds[at], total);
        }

        return buckets;
    }
}
