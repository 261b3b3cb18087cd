using Pharos.Model;

namespace Pharos.Instrumentation;

/// <summary>The making of families; every kind with labels, and without as its only metric.</summary>
public sealed partial class MetricRegistry
{
    public Counter Counter(string name, string help, FamilyOptions? options = null) => CounterFamily(name, help, options).Single;

    public CounterFamily CounterFamily(string name, string help, params ReadOnlySpan<string> labelNames) =>
        CounterFamily(name, help, null, labelNames);

    public CounterFamily CounterFamily(string name, string help, FamilyOptions? options, params ReadOnlySpan<string> labelNames)
    {
        var description = new FamilyDescription(MetricType.Counter, name, help, options ?? FamilyOptions.Default, labelNames);
        return GetOrAdd(new CounterFamily(description, _clock, CountDropped(name)));
    }

    /// <summary>A counter whose value the function knows; it must not go down, and is called at each collection.</summary>
    public void CounterFromFunction(string name, string help, Func<double> read, FamilyOptions? options = null) =>
        GetOrAdd(new FunctionFamily(new FamilyDescription(MetricType.Counter, name, help, options ?? FamilyOptions.Default, []), read));

    public Gauge Gauge(string name, string help, FamilyOptions? options = null) => GaugeFamily(name, help, options).Single;

    public GaugeFamily GaugeFamily(string name, string help, params ReadOnlySpan<string> labelNames) =>
        GaugeFamily(name, help, null, labelNames);

    public GaugeFamily GaugeFamily(string name, string help, FamilyOptions? options, params ReadOnlySpan<string> labelNames)
    {
        var description = new FamilyDescription(MetricType.Gauge, name, help, options ?? FamilyOptions.Default, labelNames);
        return GetOrAdd(new GaugeFamily(description, _clock, CountDropped(name)));
    }

    /// <summary>A gauge whose value the function knows; it is called at each collection.</summary>
    public void GaugeFromFunction(string name, string help, Func<double> read, FamilyOptions? options = null) =>
        GetOrAdd(new FunctionFamily(new FamilyDescription(MetricType.Gauge, name, help, options ?? FamilyOptions.Default, []), read));

    public Histogram Histogram(string name, string help, HistogramOptions? options = null) => HistogramFamily(name, help, options).Single;

    public HistogramFamily HistogramFamily(string name, string help, HistogramOptions? options, params ReadOnlySpan<string> labelNames)
    {
        options ??= new HistogramOptions();
        var description = new FamilyDescription(MetricType.Histogram, name, help, options, labelNames);
        var bounds = Instrumentation.HistogramFamily.BoundsOf(name, options);
        return GetOrAdd(new HistogramFamily(description, bounds, options.Native, _clock, CountDropped(name)));
    }

    public Summary Summary(string name, string help, SummaryOptions? options = null) => SummaryFamily(name, help, options).Single;

    public SummaryFamily SummaryFamily(string name, string help, SummaryOptions? options, params ReadOnlySpan<string> labelNames)
    {
        options ??= new SummaryOptions();
        Instrumentation.SummaryFamily.Check(name, options);
        options = options with { Quantiles = [.. options.Quantiles] };
        var description = new FamilyDescription(MetricType.Summary, name, help, options, labelNames);
        return GetOrAdd(new SummaryFamily(description, options, _clock, CountDropped(name)));
    }
}
