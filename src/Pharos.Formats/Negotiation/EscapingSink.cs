using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Formats.Negotiation;

/// <summary>
/// Stands before a writer and escapes the names of metrics and labels on their way to it. Where two labels of a metric come out with one
/// name, the later one, by its original name, remains: an exposition with both would be refused as a whole.
/// </summary>
public sealed class EscapingSink : IMetricSink
{
    private readonly IMetricSink _inner;
    private readonly EscapingScheme _scheme;
    private readonly ByteBuffer _name = new();
    private readonly LabelsBuilder _labels = new();

    public EscapingSink(IMetricSink inner, EscapingScheme scheme)
    {
        _inner = inner;
        _scheme = scheme;
    }

    public void BeginFamily(ReadOnlySpan<byte> name, MetricType type, ReadOnlySpan<byte> help, ReadOnlySpan<byte> unit) =>
        _inner.BeginFamily(Escape(name), type, help, unit);

    public void Number(LabelsView labels, scoped in NumberPoint point) => _inner.Number(Escape(labels), point);

    public void Summary(LabelsView labels, scoped in SummaryPoint point) => _inner.Summary(Escape(labels), point);

    public void Histogram(LabelsView labels, scoped in HistogramPoint point) => _inner.Histogram(Escape(labels), point);

    private ReadOnlySpan<byte> Escape(ReadOnlySpan<byte> name)
    {
        // Classic names are left alone under every scheme, so that nothing changes for those who have only such.
        if (_scheme == EscapingScheme.AllowUtf8 || NameValidation.IsLegacyMetricName(name))
        {
            return name;
        }

        _name.Clear();
        EscapedName.Append(_name, name, _scheme);
        return _name.Written;
    }

    private LabelsView Escape(LabelsView labels)
    {
        if (_scheme == EscapingScheme.AllowUtf8 || AreClassic(labels))
        {
            return labels;
        }

        _labels.Reset();
        foreach (var label in labels)
        {
            _labels.Set(Escape(label.Name), label.Value);
        }

        return _labels.View();
    }

    private static bool AreClassic(LabelsView labels)
    {
        foreach (var label in labels)
        {
            if (!NameValidation.IsLegacyMetricName(label.Name))
            {
                return false;
            }
        }

        return true;
    }
}
