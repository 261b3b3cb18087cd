using Pharos.Instrumentation.Runtime;

namespace Pharos.Instrumentation.Tests;

public sealed class RegistrationTests
{
    public static TheoryData<string, Action<MetricRegistry>, string> Refused => new()
    {
        { "name empty", r => r.Counter("", "help"), "the name may have" },
        { "digit first", r => r.Gauge("1x", "help"), "the name may have" },
        { "name with dot", r => r.Gauge("a.b", "help"), "the name may have" },
        { "no help", r => r.Gauge("a", " "), "it needs a help text" },
        { "label not legal", r => r.GaugeFamily("a", "help", "b-c"), "\"b-c\" is not a label name" },
        { "label with colon", r => r.GaugeFamily("a", "help", "b:c"), "\"b:c\" is not a label name" },
        { "label reserved", r => r.GaugeFamily("a", "help", "__b"), "reserved" },
        { "label twice", r => r.GaugeFamily("a", "help", "b", "c", "b"), "\"b\" is there twice" },
        { "le on histogram", r => r.HistogramFamily("a", "help", null, "le"), "\"le\" already" },
        { "quantile on summary", r => r.SummaryFamily("a", "help", null, "quantile"), "\"quantile\" already" },
        { "unit not in name", r => r.Gauge("a", "help", new FamilyOptions { Unit = "seconds" }), "must end with \"_seconds\"" },
        { "unit of counter", r => r.Counter("a_seconds", "help", new FamilyOptions { Unit = "seconds" }), "end with \"_seconds_total\"" },
        { "no label sets", r => r.GaugeFamily("a", "help", new FamilyOptions { MaxLabelSets = 0 }, "b"), "must be positive" },
        { "buckets descend", r => r.Histogram("a", "help", new HistogramOptions { Buckets = [1, 1] }), "must ascend" },
        { "bucket NaN", r => r.Histogram("a", "help", new HistogramOptions { Buckets = [double.NaN] }), "must ascend" },
        { "no buckets", r => r.Histogram("a", "help", new HistogramOptions { Buckets = [] }), "classic buckets or the native form" },
        { "factor 1", r => r.Histogram("a", "help", new HistogramOptions { Native = new() { BucketFactor = 1 } }), "factor above 1" },
        { "threshold", r => r.Histogram("a", "help", new HistogramOptions { Native = new() { ZeroThreshold = -1 } }), "zero threshold" },
        { "quantile 1.1", r => r.Summary("a", "help", new SummaryOptions { Quantiles = [1.1] }), "quantiles ascend" },
        { "quantile NaN", r => r.Summary("a", "help", new SummaryOptions { Quantiles = [double.NaN] }), "quantiles ascend" },
        { "window", r => r.Summary("a", "help", new SummaryOptions { AgeBuckets = 0 }), "1 to 100 steps" },
    };

    public static TheoryData<string, Action<MetricRegistry>, string> Clashes => new()
    {
        { "type", r => r.Counter("a", "help"), "it is a gauge, not a counter" },
        { "labels", r => r.GaugeFamily("a", "help", "b"), "its labels are (), not (b)" },
        { "help", r => r.Gauge("a", "other"), "its help is \"help\", not \"other\"" },
        { "limit", r => r.Gauge("a", "help", new FamilyOptions { MaxLabelSets = 5 }), "its limit of label sets is 10000, not 5" },
        { "function", r => r.GaugeFromFunction("a", "help", () => 1), "its value comes from a function" },
        { "buckets", r => r.Histogram("h", "help", new HistogramOptions { Buckets = [1, 3] }), "its buckets are others" },
        { "native", r => r.Histogram("h", "help", new HistogramOptions { Buckets = [1, 2], Native = new() }), "its native form" },
        { "quantiles", r => r.Summary("s", "help", new SummaryOptions { Quantiles = [0.5] }), "its quantiles or their window" },
        { "two functions", r => r.GaugeFromFunction("f", "help", () => 1), "its value comes from a function" },
        { "gauge for function", r => r.Gauge("f", "help"), "its value comes from a function" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Family_NotValid_IsRefusedWithReason(string what, Action<MetricRegistry> register, string reason)
    {
        var refusal = Assert.Throws<MetricRegistrationException>(() => register(new MetricRegistry()));
        Assert.True(refusal.Message.Contains(reason, StringComparison.Ordinal), $"{what}: {refusal.Message}");
    }

    [Theory]
    [MemberData(nameof(Clashes))]
    public void Family_RegisteredDifferently_IsRefusedWithDifference(string what, Action<MetricRegistry> register, string reason)
    {
        var registry = new MetricRegistry();
        registry.Gauge("a", "help");
        registry.Histogram("h", "help", new HistogramOptions { Buckets = [1, 2] });
        registry.Summary("s", "help");
        registry.GaugeFromFunction("f", "help", () => 0);
        var refusal = Assert.Throws<MetricRegistrationException>(() => register(registry));
        Assert.True(refusal.Message.Contains(reason, StringComparison.Ordinal), $"{what}: {refusal.Message}");
    }

    [Fact]
    public void Family_RegisteredTheSameAgain_IsTheSame()
    {
        var registry = new MetricRegistry();
        var histogram = new HistogramOptions { Buckets = [1, 2, double.PositiveInfinity], Native = new() };
        Assert.Same(registry.Counter("c", "help"), registry.Counter("c", "help"));
        Assert.Same(registry.GaugeFamily("g", "help", "x"), registry.GaugeFamily("g", "help", "x"));
        Assert.Same(
            registry.Histogram("h", "help", histogram),
            registry.Histogram("h", "help", new HistogramOptions { Buckets = [1, 2], Native = new() }));
        Assert.Same(
            registry.Summary("s", "help", new SummaryOptions { Quantiles = [0.5] }),
            registry.Summary("s", "help", new SummaryOptions { Quantiles = [0.5] }));
    }

    [Fact]
    public void Unregister_Family_LeavesItOutAndFreesTheName()
    {
        var registry = new MetricRegistry();
        var kept = registry.Gauge("a", "help");
        registry.Gauge("b", "help");
        Assert.True(registry.Unregister("a"));
        Assert.False(registry.Unregister("a"));
        kept.Set(1);
        Assert.Equal(["b"], RecordingSink.Of(registry).Families);
        registry.Counter("a", "now a counter");
        Assert.Equal(["a", "b"], RecordingSink.Of(registry).Families);
    }

    [Fact]
    public void BuildInfo_Registered_HasAllLabels()
    {
        var registry = new MetricRegistry();
        new BuildInfo { Version = "0.9.0" }.Register(registry, "prometheus");
        new BuildInfo { Version = "1.0.0", Revision = "abc", Branch = "main", Tags = "x" }.Register(registry, "prometheus");
        var line = RecordingSink.Of(registry).Lines[1];
        Assert.Equal(
            $"prometheus_build_info{{branch=\"main\", goarch=\"{RuntimeVersion.Architecture}\", "
            + $"goos=\"{RuntimeVersion.OperatingSystemName}\", goversion=\"{RuntimeVersion.Name}\", "
            + $"revision=\"abc\", tags=\"x\", version=\"1.0.0\"}} 1",
            line);
    }
}
