using System.Text;
using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Tsdb.Tests.Head;

/// <summary>The values of a registry's metrics, by name and labels; of summaries and histograms the counts.</summary>
internal sealed class MetricValues : IMetricSink
{
    private readonly Dictionary<string, double> _values = [];
    private string _name = "";

    public static IReadOnlyDictionary<string, double> Of(MetricRegistry registry)
    {
        var values = new MetricValues();
        registry.Collect(values);
        return values._values;
    }

    public void BeginFamily(ReadOnlySpan<byte> name, MetricType type, ReadOnlySpan<byte> help, ReadOnlySpan<byte> unit) =>
        _name = Encoding.UTF8.GetString(name);

    public void Number(LabelsView labels, scoped in NumberPoint point) => _values[Key(labels)] = point.Value;

    public void Summary(LabelsView labels, scoped in SummaryPoint point) => _values[Key(labels)] = point.Count;

    public void Histogram(LabelsView labels, scoped in HistogramPoint point) => _values[Key(labels)] = point.Count;

    private string Key(LabelsView labels) => _name + (labels.IsEmpty ? "" : labels.ToString());
}
