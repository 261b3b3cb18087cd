using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Instrumentation.Tests;

/// <summary>Only counts, so that what is allocated is the registry's.</summary>
internal sealed class NullSink : IMetricSink
{
    public int Families { get; private set; }

    public int Metrics { get; private set; }

    public void BeginFamily(ReadOnlySpan<byte> name, MetricType type, ReadOnlySpan<byte> help, ReadOnlySpan<byte> unit) => Families++;

    public void Number(LabelsView labels, scoped in NumberPoint point) => Metrics++;

    public void Summary(LabelsView labels, scoped in SummaryPoint point) => Metrics++;

    public void Histogram(LabelsView labels, scoped in HistogramPoint point) => Metrics++;
}
