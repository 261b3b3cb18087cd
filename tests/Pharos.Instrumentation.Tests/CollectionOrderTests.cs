namespace Pharos.Instrumentation.Tests;

public sealed class CollectionOrderTests
{
    [Fact]
    public void Collect_FamiliesInAnyOrder_AreSortedByName()
    {
        var registry = new MetricRegistry();
        foreach (var name in (string[])["b", "a_b", "aB", "a", "a:b", "c_total", "B"])
        {
            registry.Gauge(name, "help");
        }

        Assert.Equal(["B", "a", "a:b", "aB", "a_b", "b", "c_total"], RecordingSink.Of(registry).Families);
    }

    [Fact]
    public void Collect_Metrics_AreSortedByLabels()
    {
        var registry = new MetricRegistry();
        var family = registry.GaugeFamily("g", "help", "z", "a");
        family.WithLabels("1", "b").Set(1);
        family.WithLabels("2", "a").Set(2);
        family.WithLabels("1", "a").Set(3);
        family.WithLabels("1", "").Set(4);
        family.WithLabels("é", "ab").Set(5);
        Assert.Equal(
            [
                "g{a=\"a\", z=\"1\"} 3",
                "g{a=\"a\", z=\"2\"} 2",
                "g{a=\"ab\", z=\"é\"} 5",
                "g{a=\"b\", z=\"1\"} 1",
                "g{z=\"1\"} 4",
            ],
            RecordingSink.Of(registry).Lines[1..]);
        family.Remove("2", "a");
        family.WithLabels("0", "a").Set(6);
        Assert.Equal("g{a=\"a\", z=\"0\"} 6", RecordingSink.Of(registry).Lines[1]);
        Assert.Equal(6, RecordingSink.Of(registry).Lines.Count);
    }

    [Fact]
    public void Collect_Family_CarriesTypeHelpAndUnit()
    {
        var registry = new MetricRegistry();
        registry.Counter("c_bytes_total", "Some bytes.", new FamilyOptions { Unit = "bytes" });
        Assert.Equal(["# c_bytes_total Counter \"Some bytes.\" \"bytes\"", "c_bytes_total 0"], RecordingSink.Of(registry).Lines);
    }

    [Fact]
    public void Collect_FamilyWithoutMetrics_IsLeftOut()
    {
        var registry = new MetricRegistry();
        registry.CounterFamily("c_total", "help", "x");
        Assert.Empty(RecordingSink.Of(registry).Lines);
    }
}
