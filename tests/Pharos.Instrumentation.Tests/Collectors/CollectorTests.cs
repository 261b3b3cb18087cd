using Pharos.Instrumentation.Collectors;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Instrumentation.Tests.Collectors;

public sealed class CollectorTests
{
    private readonly MetricRegistry _registry = new();

    [Fact]
    public void Collect_FamiliesOfCollectors_AreSortedInWithTheOthers()
    {
        _registry.Gauge("b", "help");
        _registry.Gauge("d", "help");
        Register(sink =>
        {
            sink.WriteGauge("e"u8, "E."u8, 5);
            sink.WriteCounter("a"u8, "A."u8, 1);
        });
        Register(sink => sink.WriteGauge("c"u8, "C."u8, 3));
        Assert.Equal(["a", "b", "c", "d", "e"], RecordingSink.Of(_registry).Families);
        Assert.Equal(["# a Counter \"A.\" \"\"", "a 1"], RecordingSink.Of(_registry).Lines[..2]);
    }

    [Fact]
    public void Collect_MetricsOfOneFamilyInPieces_AreJoinedAndSorted()
    {
        Register(sink =>
        {
            Write(sink, "g", "2");
            sink.WriteGauge("h"u8, "help"u8, 0);
            Write(sink, "g", "1");
        });
        Register(sink => Write(sink, "g", "0"));
        var sink = RecordingSink.Of(_registry);
        Assert.Equal(["g", "h"], sink.Families);
        Assert.Equal(["g{x=\"0\"} 1", "g{x=\"1\"} 1", "g{x=\"2\"} 1"], sink.Lines[1..4]);
    }

    [Fact]
    public void Collect_AllKindsOfPoints_ArriveAsTheyWereGiven()
    {
        var exemplar = new Exemplar(Labels.Of(("id", "1")), 2, 3);
        var native = new Model.Histograms.Histogram { Schema = 3, Count = 4 };
        Register(sink =>
        {
            sink.BeginFamily("n"u8, MetricType.Unknown, "N."u8, "seconds"u8);
            sink.Number(default, new NumberPoint { Value = 1, TimestampMs = 2, StartTimestampMs = 3, Exemplar = exemplar });
            sink.BeginFamily("s"u8, MetricType.Summary, "S."u8, default);
            sink.Summary(default, new SummaryPoint { Count = 1, Sum = 2, Quantiles = [new(0.5, 3)], StartTimestampMs = 4 });
            sink.BeginFamily("h"u8, MetricType.Histogram, "H."u8, default);
            sink.Histogram(default, new HistogramPoint
            {
                Count = 1.5,
                Sum = 2,
                Buckets = [new(1, 0.5, exemplar), new(2, 1.5)],
                Native = native,
                NativeExemplars = [exemplar],
                StartTimestampMs = 5,
            });
        });
        var shown = RecordingSink.Of(_registry);
        Assert.Equal(["h", "n", "s"], shown.Families);
        Assert.Contains("# n Unknown \"N.\" \"seconds\"", shown.Lines);
        Assert.Same(exemplar, Assert.Single(shown.Exemplars));
        Assert.Equal(new QuantileValue(0.5, 3), Assert.Single(shown.Summaries[0].Quantiles));
        var histogram = Assert.Single(shown.Histograms);
        Assert.Equal([new ClassicBucket(1, 0.5, exemplar), new ClassicBucket(2, 1.5)], histogram.Buckets);
        Assert.Equal((1.5, 2d, 4UL, 5L), (histogram.Count, histogram.Sum, histogram.Native!.Count, histogram.StartMs));
        Assert.Same(exemplar, Assert.Single(histogram.NativeExemplars));
    }

    public static TheoryData<string, Action<IMetricSink>> Faults => new()
    {
        { "metric \"g\": the labels {x=\"1\"} were written twice", sink => { Write(sink, "g", "1"); Write(sink, "g", "1"); } },
        {
            "metric \"g\": it was written twice with different type",
            sink => { Write(sink, "g", "1"); sink.WriteGauge("g"u8, "other"u8, 1); }
        },
        { "metric \"registered\": a collector writes it", sink => sink.WriteGauge("registered"u8, "help"u8, 1) },
        { "FunctionCollector: a metric was written before its family", sink => sink.WriteNumber(default, 1) },
        { "FunctionCollector: \"\" is not the name of a metric", sink => sink.WriteGauge(""u8, "help"u8, 1) },
        { "FunctionCollector: no such device", _ => throw new IOException("no such device") },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Collect_CollectorAtFault_SaysSoAndWritesNothing(string message, Action<IMetricSink> collect)
    {
        _registry.Gauge("registered", "help");
        var collector = Register(collect);
        var sink = new RecordingSink();
        var failure = Assert.Throws<MetricCollectionException>(() => _registry.Collect(sink));
        Assert.StartsWith("collecting " + message, failure.Message, StringComparison.Ordinal);
        Assert.Empty(sink.Lines);

        Assert.True(_registry.Unregister(collector));
        Assert.False(_registry.Unregister(collector));
        Assert.Equal(["registered"], RecordingSink.Of(_registry).Families);
    }

    [Fact]
    public void Register_CollectorTwice_Throws()
    {
        var collector = Register(_ => { });
        Assert.Throws<MetricRegistrationException>(() => _registry.Register(collector));
    }

    [Fact]
    public void Collect_ManyFamiliesInRandomOrder_AreComplete()
    {
        var random = new Random(11);
        var metrics = Enumerable.Range(0, 600).Select(i => (Name: $"m{i % 40:D2}", Value: $"{i / 40}")).ToArray();
        random.Shuffle(metrics);
        Register(sink => Array.ForEach(metrics, metric => Write(sink, metric.Name, metric.Value)));
        var lines = RecordingSink.Of(_registry).Lines.Where(line => !line.StartsWith('#')).ToList();
        Assert.Equal(
            metrics.Select(metric => $"{metric.Name}{{x=\"{metric.Value}\"}} 1").Order(StringComparer.Ordinal),
            lines.Order(StringComparer.Ordinal));
        Assert.Equal(40, RecordingSink.Of(_registry).Families.Count());
    }

    private static void Write(IMetricSink sink, string name, string label)
    {
        sink.BeginFamily(System.Text.Encoding.UTF8.GetBytes(name), MetricType.Gauge, "help"u8, default);
        sink.WriteNumber(Labels.Of(("x", label)).View, 1);
    }

    private FunctionCollector Register(Action<IMetricSink> collect)
    {
        var collector = new FunctionCollector(collect);
        _registry.Register(collector);
        return collector;
    }

    private sealed class FunctionCollector(Action<IMetricSink> collect) : IMetricCollector
    {
        public void Collect(IMetricSink sink) => collect(sink);
    }
}
