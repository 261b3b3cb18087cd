using System.Buffers;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Formats.Writing;

/// <summary>
/// Writes OpenMetrics text, whose versions 0.0.1 and 1.0.0 are alike for what it writes. The family of a counter is announced without
/// its <c>_total</c>, that of an info without its <c>_info</c>; where the name has no such ending, the format does not allow the type
/// and the family becomes unknown.
/// </summary>
/// <remarks>
/// Gauge histograms are written with <c>_count</c> and <c>_sum</c>, which Prometheus reads, and counts that are no whole numbers as
/// floats. Exemplars stand on counters and buckets, if they have labels. Of native histograms only count and sum are written.
/// </remarks>
public sealed class OpenMetricsWriter : IExpositionWriter
{
    private readonly ExpositionBuffer _output;
    private readonly bool _writesCreatedLines;
    private readonly SeriesText _series = new();

    /// <summary>Comment lines of the family; empty once they are written.</summary>
    private readonly ByteBuffer _header = new();
    private readonly SeriesText _created = new();
    private MetricType _type;

    /// <param name="destination">Takes the exposition.</param>
    /// <param name="writesCreatedLines">
    /// Whether start times are written, as <c>_created</c> series. It costs a line per counter, and readers that do not know them take
    /// them for metrics.
    /// </param>
    public OpenMetricsWriter(IBufferWriter<byte> destination, bool writesCreatedLines = false)
    {
        _output = new ExpositionBuffer(destination);
        _writesCreatedLines = writesCreatedLines;
    }

    public void BeginFamily(ReadOnlySpan<byte> name, MetricType type, ReadOnlySpan<byte> help, ReadOnlySpan<byte> unit)
    {
        var family = name;
        var requiredSuffix = type switch
        {
            MetricType.Counter => "_total"u8,
            MetricType.Info => "_info"u8,
            _ => default,
        };
        if (name.Length > requiredSuffix.Length && name.EndsWith(requiredSuffix))
        {
            family = name[..^requiredSuffix.Length];
        }
        else
        {
            type = MetricType.Unknown;
        }

        _type = type;
        _series.SetName(name);
        _created.SetName(family);
        _header.Clear();
        if (!help.IsEmpty)
        {
            HeaderLine("# HELP "u8, family, help);
        }

        HeaderLine("# TYPE "u8, family, MetricTypes.Name(type));

        // The format asks that a unit ends the name; a family with another one is still good without it.
        if (!unit.IsEmpty && IsUnitOf(family, unit))
        {
            HeaderLine("# UNIT "u8, family, unit);
        }
    }

    public void Number(LabelsView labels, scoped in NumberPoint point)
    {
        BeginMetric(labels);
        Line(default, point.Value, point.TimestampMs, _type is MetricType.Counter or MetricType.Unknown ? point.Exemplar : null);
        if (_type == MetricType.Counter)
        {
            CreatedLine(labels, point.StartTimestampMs);
        }

        _output.FlushIfLarge();
    }

    public void Summary(LabelsView labels, scoped in SummaryPoint point)
    {
        BeginMetric(labels);
        foreach (var quantile in point.Quantiles)
        {
            _series.Append(_output.Bytes, default, LabelNames.Quantile, quantile.Quantile, isOpenMetrics: true);
            Value(quantile.Value);
            EndLine(point.TimestampMs, null);
        }

        Line("_sum"u8, point.Sum, point.TimestampMs, null);
        _series.Append(_output.Bytes, "_count"u8);
        _output.Bytes.Append((byte)' ');
        TextTokens.AppendInteger(_output.Bytes, point.Count);
        EndLine(point.TimestampMs, null);
        CreatedLine(labels, point.StartTimestampMs);
        _output.FlushIfLarge();
    }

    public void Histogram(LabelsView labels, scoped in HistogramPoint point)
    {
        BeginMetric(labels);
        var isInfinitySeen = false;
        foreach (ref readonly var bucket in point.Buckets)
        {
            BucketLine(bucket.UpperBound, bucket.CumulativeCount, point.TimestampMs, bucket.Exemplar);
            isInfinitySeen |= double.IsPositiveInfinity(bucket.UpperBound);
        }

        if (!isInfinitySeen)
        {
            BucketLine(double.PositiveInfinity, point.Count, point.TimestampMs, null);
        }

        Line("_sum"u8, point.Sum, point.TimestampMs, null);
        _series.Append(_output.Bytes, "_count"u8);
        Count(point.Count);
        EndLine(point.TimestampMs, null);
        CreatedLine(labels, point.StartTimestampMs);
        _output.FlushIfLarge();
    }

    public void Complete()
    {
        _header.Clear();
        _output.Bytes.Append("# EOF\n"u8);
        _output.Flush();
    }

    private static bool IsUnitOf(ReadOnlySpan<byte> family, ReadOnlySpan<byte> unit) =>
        family.Length > unit.Length + 1 && family.EndsWith(unit) && family[^(unit.Length + 1)] == (byte)'_';

    private void HeaderLine(ReadOnlySpan<byte> keyword, ReadOnlySpan<byte> family, ReadOnlySpan<byte> text)
    {
        _header.Append(keyword);
        TextTokens.AppendMetricName(_header, family);
        _header.Append((byte)' ');
        TextTokens.AppendEscapedInQuotes(_header, text);
        _header.Append((byte)'\n');
    }

    private void BeginMetric(LabelsView labels)
    {
        _output.Bytes.Append(_header.Written);
        _header.Clear();
        _series.SetLabels(labels);
    }

    private void Line(ReadOnlySpan<byte> suffix, double value, long? timestampMs, Exemplar? exemplar)
    {
        _series.Append(_output.Bytes, suffix);
        Value(value);
        EndLine(timestampMs, exemplar);
    }

    private void BucketLine(double bound, double count, long? timestampMs, Exemplar? exemplar)
    {
        _series.Append(_output.Bytes, "_bucket"u8, LabelNames.Bucket, bound, isOpenMetrics: true);
        Count(count);
        EndLine(timestampMs, exemplar);
    }

    private void CreatedLine(LabelsView labels, long? startTimestampMs)
    {
        if (_writesCreatedLines && startTimestampMs is { } start)
        {
            _created.SetLabels(labels);
            _created.Append(_output.Bytes, "_created"u8);
            Seconds(start);
            _output.Bytes.Append((byte)'\n');
        }
    }

    private void Value(double value)
    {
        _output.Bytes.Append((byte)' ');
        SeriesText.AppendNumber(_output.Bytes, value, isOpenMetrics: true);
    }

    /// <summary>The format wants counts without a point.</summary>
    private void Count(double count)
    {
        if (count is >= 0 and < ulong.MaxValue && count == Math.Floor(count))
        {
            _output.Bytes.Append((byte)' ');
            TextTokens.AppendInteger(_output.Bytes, (ulong)count);
        }
        else
        {
            Value(count);
        }
    }

    private void Seconds(long timestampMs) => Value(timestampMs / 1000.0);

    private void EndLine(long? timestampMs, Exemplar? exemplar)
    {
        var output = _output.Bytes;
        if (timestampMs is { } timestamp)
        {
            Seconds(timestamp);
        }

        if (exemplar is { Labels.IsEmpty: false })
        {
            output.Append(" # {"u8);
            TextTokens.AppendLabels(output, exemplar.Labels.View);
            output.Append((byte)'}');
            Value(exemplar.Value);
            if (exemplar.TimestampMs is { } exemplarTimestamp)
            {
                Seconds(exemplarTimestamp);
            }
        }

        output.Append((byte)'\n');
    }
}
