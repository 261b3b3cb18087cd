using System.Globalization;
using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;
using Pharos.Foundation.Text;
using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage;

namespace Pharos.Tsdb.Tools;

/// <summary>How series are written out.</summary>
public enum DumpFormat
{
    /// <summary>A line for each sample: labels, value, milliseconds.</summary>
    Prometheus,

    /// <summary>A line for each series: its labels as a JSON object.</summary>
    SeriesJson,

    /// <summary>OpenMetrics text. Of each series the floats before its first histogram, which OpenMetrics cannot represent.</summary>
    OpenMetrics,
}

/// <summary>Writes series with all their samples as text, in the order they come. Needs memory for one series' labels and one histogram.</summary>
public sealed class SeriesDump(TextWriter output, DumpFormat format)
{
    private const int FlushBytes = 32 << 10;
    private const int ColumnLength = 512;

    private readonly ByteBuffer _text = new(2 * FlushBytes);
    private readonly ByteBuffer _series = new();
    private readonly long[] _times = new long[ColumnLength];
    private readonly double[] _values = new double[ColumnLength];
    private readonly Histogram _histogram = new();
    private readonly FloatHistogram _floatHistogram = new();

    public void Write(SeriesSet series, CancellationToken cancellation = default)
    {
        SampleCursor? samples = null;
        while (series.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            if (format == DumpFormat.SeriesJson)
            {
                LabelsJson.Append(_text, series.Labels);
                EndLine();
                continue;
            }

            _series.Clear();
            AppendSeries(series.Labels);
            samples = series.Samples(samples);
            WriteSamples(samples);
        }

        if (format == DumpFormat.OpenMetrics)
        {
            _text.Append("# EOF"u8);
            EndLine();
        }

        Flush();
    }

    private void AppendSeries(LabelsView labels)
    {
        if (format == DumpFormat.Prometheus)
        {
            LabelsText.Append(_series, labels);
            return;
        }

        _series.Append(labels.MetricName);
        _series.Append((byte)'{');
        var isFirst = true;
        foreach (var label in labels)
        {
            if (label.Name.SequenceEqual(LabelNames.MetricName))
            {
                continue;
            }

            _series.Append(isFirst ? default : ","u8);
            isFirst = false;
            _series.Append(label.Name);
            _series.Append((byte)'=');
            GoQuote.Append(_series, label.Value);
        }

        _series.Append((byte)'}');
    }

    private void WriteSamples(SampleCursor samples)
    {
        while (true)
        {
            switch (samples.Peek())
            {
                case SampleKind.Float:
                    var count = samples.ReadFloats(_times, _values);
                    for (var i = 0; i < count; i++)
                    {
                        _text.Append(_series.Written);
                        _text.Append((byte)' ');
                        GoFloat.Append(_text, _values[i]);
                        EndSample(_times[i]);
                    }

                    break;
                case SampleKind.Histogram when format == DumpFormat.Prometheus:
                    var time = samples.ReadHistogram(_histogram);
                    WriteHistogram(_histogram.ToString(), time);
                    break;
                case SampleKind.FloatHistogram when format == DumpFormat.Prometheus:
                    time = samples.ReadFloatHistogram(_floatHistogram);
                    WriteHistogram(_floatHistogram.ToString(), time);
                    break;
                default:
                    return;
            }
        }
    }

    private void WriteHistogram(string histogram, long timestampMs)
    {
        _text.Append(_series.Written);
        _text.Append((byte)' ');
        _text.Append(histogram);
        EndSample(timestampMs);
    }

    private void EndSample(long timestampMs)
    {
        _text.Append((byte)' ');
        Span<byte> digits = stackalloc byte[32];
        int length;
        if (format == DumpFormat.OpenMetrics)
        {
            (timestampMs / 1000.0).TryFormat(digits, out length, "F3", CultureInfo.InvariantCulture);
        }
        else
        {
            timestampMs.TryFormat(digits, out length, default, CultureInfo.InvariantCulture);
        }

        _text.Append(digits[..length]);
        EndLine();
    }

    private void EndLine()
    {
        _text.Append((byte)'\n');
        if (_text.Length >= FlushBytes)
        {
            Flush();
        }
    }

    private void Flush()
    {
        output.Write(Encoding.UTF8.GetString(_text.Written));
        _text.Clear();
    }
}
