using Pharos.Foundation.Bytes;
using Pharos.Foundation.Text;
using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.Formats.Conversion;

/// <summary>What a converted histogram brings along besides its buckets: labels, exemplars, start.</summary>
internal sealed class CollectedHistogram
{
    private readonly ByteBuffer _labels = new();
    private readonly ByteBuffer _series = new();

    public CollectedExemplars Exemplars { get; } = new();

    public long StartTimestamp { get; set; }

    public Histogram? Integer { get; set; }

    public FloatHistogram? Floating { get; set; }

    public LabelsView Labels => new(_labels.Written);

    /// <summary>The name and labels as the series of a text format would have them. Written by <see cref="WriteSeries"/>.</summary>
    public ReadOnlySpan<byte> Series => _series.Written;

    public void Clear()
    {
        _labels.Clear();
        _series.Clear();
        Exemplars.Clear();
        StartTimestamp = 0;
        Integer = null;
        Floating = null;
    }

    public void SetLabels(LabelsView labels)
    {
        _labels.Clear();
        _labels.Append(labels.Encoded);
    }

    public void WriteSeries()
    {
        _series.Clear();
        _series.Append(Labels.MetricName);
        var separator = (byte)'{';
        foreach (var label in Labels)
        {
            if (label.Name.SequenceEqual(LabelNames.MetricName))
            {
                continue;
            }

            _series.Append(separator);
            separator = (byte)',';
            if (NameValidation.IsLegacyLabelName(label.Name))
            {
                _series.Append(label.Name);
            }
            else
            {
                GoQuote.Append(_series, label.Name);
            }

            _series.Append((byte)'=');
            GoQuote.Append(_series, label.Value);
        }

        if (separator == (byte)',')
        {
            _series.Append((byte)'}');
        }
    }
}
