using System.Buffers;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Formats.Writing;

/// <summary>
/// Writes the Prometheus text format. Versions 0.0.4 and 1.0.0 differ only in that the latter may have names in quotes, which are
/// written wherever a name needs them; put an <see cref="Negotiation.EscapingSink"/> before the writer for readers that cannot have it.
/// </summary>
/// <remarks>
/// The format has no gauge histograms, infos or state sets, written as histograms and gauges, and neither units, exemplars, start times
/// nor native histograms, of which only count and sum are written.
/// </remarks>
public sealed class PrometheusTextWriter : IExpositionWriter
{
    private readonly ExpositionBuffer _output;
    private readonly SeriesText _series = new();

    /// <summary>Comment lines of the family; empty once they are written.</summary>
    private readonly ByteBuffer _header = new();

    public PrometheusTextWriter(IBufferWriter<byte> destination)
    {
        _output = new ExpositionBuffer(destination);
    }

    public void BeginFamily(ReadOnlySpan<byte> name, MetricType type, ReadOnlySpan<byte> help, ReadOnlySpan<byte> unit)
    {
        _series.SetName(name);
        _header.Clear();
        if (!help.IsEmpty)
        {
            _header.Append("# HELP "u8);
            TextTokens.AppendMetricName(_header, name);
            _header.Append((byte)' ');
            TextTokens.AppendEscaped(_header, help);
            _header.Append((byte)'\n');
        }

        _header.Append("# TYPE "u8);
        TextTokens.AppendMetricName(_header, name);
        _header.Append((byte)' ');
        _header.Append(TypeName(type));
        _header.Append((byte)'\n');
    }

    public void Number(LabelsView labels, scoped in NumberPoint point)
    {
        BeginMetric(labels);
        Line(default, point.Value, point.TimestampMs);
        _output.FlushIfLarge();
    }

    public void Summary(LabelsView labels, scoped in SummaryPoint point)
    {
        BeginMetric(labels);
        foreach (var quantile in point.Quantiles)
        {
            _series.Append(_output.Bytes, default, LabelNames.Quantile, quantile.Quantile, isOpenMetrics: false);
            EndLine(quantile.Value, point.TimestampMs);
        }

        Line("_sum"u8, point.Sum, point.TimestampMs);
        Line("_count"u8, point.Count, point.TimestampMs);
        _output.FlushIfLarge();
    }

    public void Histogram(LabelsView labels, scoped in HistogramPoint point)
    {
        BeginMetric(labels);
        var isInfinitySeen = false;
        foreach (ref readonly var bucket in point.Buckets)
        {
            BucketLine(bucket.UpperBound, bucket.CumulativeCount, point.TimestampMs);
            isInfinitySeen |= double.IsPositiveInfinity(bucket.UpperBound);
        }

        if (!isInfinitySeen)
        {
            BucketLine(double.PositiveInfinity, point.Count, point.TimestampMs);
        }

        Line("_sum"u8, point.Sum, point.TimestampMs);
        Line("_count"u8, point.Count, point.TimestampMs);
        _output.FlushIfLarge();
    }

    public void Complete()
    {
        _header.Clear();
        _output.Flush();
    }

    private static ReadOnlySpan<byte> TypeName(MetricType type) => type switch
    {
        MetricType.Counter => "counter"u8,
        MetricType.Gauge or MetricType.Info or MetricType.StateSet => "gauge"u8,
        MetricType.Histogram or MetricType.GaugeHistogram => "histogram"u8,
        MetricType.Summary => "summary"u8,
        _ => "untyped"u8,
    };

    private void BeginMetric(LabelsView labels)
    {
        _output.Bytes.Append(_header.Written);
        _header.Clear();
        _series.SetLabels(labels);
    }

    private void BucketLine(double bound, double count, long? timestampMs)
    {
        _series.Append(_output.Bytes, "_bucket"u8, LabelNames.Bucket, bound, isOpenMetrics: false);
        EndLine(count, timestampMs);
    }

    private void Line(ReadOnlySpan<byte> suffix, double value, long? timestampMs)
    {
        _series.Append(_output.Bytes, suffix);
        EndLine(value, timestampMs);
    }

    private void EndLine(double value, long? timestampMs)
    {
        var output = _output.Bytes;
        output.Append((byte)' ');
        SeriesText.AppendNumber(output, value, isOpenMetrics: false);
        if (timestampMs is { } timestamp)
        {
            output.Append((byte)' ');
            TextTokens.AppendInteger(output, timestamp);
        }

        output.Append((byte)'\n');
    }
}
