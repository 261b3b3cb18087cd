using System.Text;
using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Discovery.Tests;

/// <summary>What a registry shows: numbers, and the counts of summaries and histograms, by name with labels such as <c>a{b="c"}</c>.</summary>
internal sealed class MetricValues : IMetricSink
{
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);
    private string _name = "";

    private MetricValues()
    {
    }

    public static IReadOnlyDictionary<string, double> Of(MetricRegistry registry)
    {
        var values = new MetricValues();
        registry.Collect(values);
        return values._values;
    }

    public void BeginFamily(ReadOnlySpan<byte> name, MetricType type, ReadOnlySpan<byte> help, ReadOnlySpan<byte> unit) =>
        _name = Encoding.UTF8.GetString(name);

    public void Number(LabelsView labels, scoped in NumberPoint point) => Add(labels, point.Value);

    public void Summary(LabelsView labels, scoped in SummaryPoint point) => Add(labels, point.Count);

    public void Histogram(LabelsView labels, scoped in HistogramPoint point) => Add(labels, point.Count);

    private void Add(LabelsView labels, double value) => _values.Add(_name + (labels.Count == 0 ? "" : labels.ToString()), value);
}
