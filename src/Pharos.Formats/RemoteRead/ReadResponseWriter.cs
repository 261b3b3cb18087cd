using Pharos.Formats.RemoteWrite;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.Formats.RemoteRead;

/// <summary>Writes a <c>prometheus.ReadResponse</c>: results, in each of them series, in each of those samples, each begun and ended in turn.</summary>
public sealed class ReadResponseWriter(ByteBuffer to)
{
    private const int ResultField = 1;
    private const int SeriesField = 1;
    private const int LabelField = 1;
    private const int SampleField = 2;
    private const int HistogramField = 4;

    private readonly ProtoWriter _writer = new(to);
    private readonly ByteBuffer _histogram = new();
    private int _result;
    private int _series;

    public void BeginResult() => _result = _writer.BeginMessage(ResultField);

    public void EndResult() => _writer.EndMessage(_result);

    public void BeginSeries(LabelsView labels)
    {
        _series = _writer.BeginMessage(SeriesField);
        WriteLabels(_writer, LabelField, labels);
    }

    public void EndSeries() => _writer.EndMessage(_series);

    public void Sample(long timestampMs, double value)
    {
        var sample = _writer.BeginMessage(SampleField);
        _writer.Double(1, value);
        _writer.VarInt(2, (ulong)timestampMs);
        _writer.EndMessage(sample);
    }

    public void Sample(long timestampMs, Histogram value)
    {
        _histogram.Clear();
        HistogramMessageWriter.Append(_histogram, value, timestampMs);
        _writer.Bytes(HistogramField, _histogram.Written);
    }

    public void Sample(long timestampMs, FloatHistogram value)
    {
        _histogram.Clear();
        HistogramMessageWriter.Append(_histogram, value, timestampMs);
        _writer.Bytes(HistogramField, _histogram.Written);
    }

    internal static void WriteLabels(ProtoWriter writer, int field, LabelsView labels)
    {
        foreach (var label in labels)
        {
            var message = writer.BeginMessage(field);
            writer.Bytes(1, label.Name);
            writer.Bytes(2, label.Value);
            writer.EndMessage(message);
        }
    }
}
