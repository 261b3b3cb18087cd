using System.Globalization;
using System.Text;
using Pharos.Model;
using Pharos.Model.Families;
using ModelHistogram = Pharos.Model.Histograms.Histogram;

namespace Pharos.Instrumentation.Tests;

/// <summary>Writes down what it is given, a line for each family and each metric.</summary>
internal sealed class RecordingSink : IMetricSink
{
    private string _name = "";

    public List<string> Lines { get; } = [];

    public List<HistogramRecord> Histograms { get; } = [];

    public List<SummaryRecord> Summaries { get; } = [];

    /// <summary>Of each number, in order.</summary>
    public List<Exemplar?> Exemplars { get; } = [];

    public IEnumerable<string> Families => Lines.Where(line => line.StartsWith('#')).Select(line => line.Split(' ')[1]);

    public static RecordingSink Of(MetricRegistry registry)
    {
        var sink = new RecordingSink();
        registry.Collect(sink);
        return sink;
    }

    /// <summary>The value of the only metric that has this name and the labels as text, such as <c>a{b="c"}</c>.</summary>
    public double Value(string metric) =>
        double.Parse(
            Assert.Single(Lines, line => line.StartsWith(metric + " ", StringComparison.Ordinal)).AsSpan(metric.Length + 1),
            CultureInfo.InvariantCulture);

    public void BeginFamily(ReadOnlySpan<byte> name, MetricType type, ReadOnlySpan<byte> help, ReadOnlySpan<byte> unit)
    {
        _name = Encoding.UTF8.GetString(name);
        Lines.Add($"# {_name} {type} \"{Encoding.UTF8.GetString(help)}\" \"{Encoding.UTF8.GetString(unit)}\"");
    }

    public void Number(LabelsView labels, scoped in NumberPoint point)
    {
        Lines.Add(Invariant($"{_name}{Text(labels)} {point.Value:R}"));
        Exemplars.Add(point.Exemplar);
    }

    public void Summary(LabelsView labels, scoped in SummaryPoint point)
    {
        Lines.Add(Invariant($"{_name}{Text(labels)} count {point.Count} sum {point.Sum:R}"));
        Summaries.Add(new SummaryRecord(_name + Text(labels), point.Count, point.Sum, point.Quantiles.ToArray(), point.StartTimestampMs));
    }

    public void Histogram(LabelsView labels, scoped in HistogramPoint point)
    {
        Lines.Add(Invariant($"{_name}{Text(labels)} count {point.Count} sum {point.Sum:R}"));
        Histograms.Add(new HistogramRecord(
            _name + Text(labels),
            point.Count,
            point.Sum,
            point.Buckets.ToArray(),
            point.Native is null ? null : Copy(point.Native),
            point.NativeExemplars.ToArray(),
            point.StartTimestampMs));
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static string Text(LabelsView labels) => labels.IsEmpty ? "" : labels.ToString();

    private static ModelHistogram Copy(ModelHistogram source) => new()
    {
        Schema = source.Schema,
        ZeroThreshold = source.ZeroThreshold,
        ZeroCount = source.ZeroCount,
        Count = source.Count,
        Sum = source.Sum,
        PositiveSpans = [.. source.PositiveSpans],
        NegativeSpans = [.. source.NegativeSpans],
        PositiveBuckets = [.. source.PositiveBuckets],
        NegativeBuckets = [.. source.NegativeBuckets],
    };
}

internal sealed record SummaryRecord(string Metric, ulong Count, double Sum, QuantileValue[] Quantiles, long? StartMs);

internal sealed record HistogramRecord(
    string Metric, double Count, double Sum, ClassicBucket[] Buckets, ModelHistogram? Native, Exemplar[] NativeExemplars, long? StartMs);
