namespace Pharos.Instrumentation.Tests.Labelling;

public sealed class LabelledFamilyTests
{
    [Fact]
    public void WithLabels_BytesOrText_GivesTheSameMetric()
    {
        var family = new MetricRegistry().CounterFamily("c_total", "help", "a", "b");
        Assert.Same(family.WithLabels("é", "y"), family.WithLabels("é"u8, "y"u8));
        Assert.NotSame(family.WithLabels("ab", "c"), family.WithLabels("a", "bc"));
        Assert.NotSame(family.WithLabels("", "x"), family.WithLabels("x", ""));
        var three = new MetricRegistry().CounterFamily("c_total", "help", "a", "b", "c");
        Assert.Same(three.WithLabels("1", "2", "3"), three.WithLabels("1"u8, "2"u8, "3"u8));
    }

    [Fact]
    public void WithLabels_WrongNumberOfValues_Throws()
    {
        var family = new MetricRegistry().CounterFamily("c_total", "help", "a", "b");
        var fault = Assert.Throws<ArgumentException>(() => family.WithLabels("x"));
        Assert.Equal("metric \"c_total\" has 2 labels, but 1 values were given", fault.Message);
        Assert.Throws<ArgumentException>(() => family.Remove("x", "y", "z"));
    }

    [Fact]
    public void Remove_KnownLabelSet_HidesItWhileTheHandleLivesOn()
    {
        var registry = new MetricRegistry();
        var family = registry.CounterFamily("c_total", "help", "a");
        var kept = family.WithLabels("x");
        kept.Add(5);
        Assert.True(family.Remove("x"));
        Assert.False(family.Remove("x"));
        kept.Increment();
        Assert.Equal(6, kept.Value);
        Assert.Empty(RecordingSink.Of(registry).Lines);
        Assert.Equal(0, family.WithLabels("x").Value);
        Assert.Equal(1, family.Count);
    }

    [Fact]
    public void RemoveMatching_OneLabel_RemovesAllWithIt()
    {
        var registry = new MetricRegistry();
        var family = registry.GaugeFamily("g", "help", "job", "state");
        foreach (var job in (string[])["a", "b"])
        {
            family.WithLabels(job, "up").Set(1);
            family.WithLabels(job, "down").Set(1);
        }

        Assert.Equal(2, family.RemoveMatching("job", "a"));
        Assert.Equal(0, family.RemoveMatching("job", "a"));
        Assert.Equal(["g{job=\"b\", state=\"down\"} 1", "g{job=\"b\", state=\"up\"} 1"], RecordingSink.Of(registry).Lines[1..]);
        Assert.Throws<ArgumentException>(() => family.RemoveMatching("instance", "a"));
        family.Clear();
        Assert.Equal(0, family.Count);
        Assert.Empty(RecordingSink.Of(registry).Lines);
    }

    [Fact]
    public void WithLabels_BeyondTheLimit_CountsWhereNobodySeesAndSaysSo()
    {
        var registry = new MetricRegistry();
        var family = registry.CounterFamily("c_total", "help", new FamilyOptions { MaxLabelSets = 2 }, "a");
        family.WithLabels("x").Increment();
        family.WithLabels("y").Increment();
        var lost = family.WithLabels("z");
        lost.Increment();
        Assert.Same(lost, family.WithLabels("w"u8));
        family.WithLabels("x").Increment();

        var sink = RecordingSink.Of(registry);
        Assert.Equal(["c_total", MetricRegistry.DroppedLabelSetsName], sink.Families);
        Assert.Equal(["c_total{a=\"x\"} 2", "c_total{a=\"y\"} 1"], sink.Lines[1..3]);
        Assert.Equal(2, sink.Value(MetricRegistry.DroppedLabelSetsName + "{metric=\"c_total\"}"));

        family.Remove("x");
        Assert.NotSame(lost, family.WithLabels("z"));
        Assert.Equal(2, family.Count);
    }

    public static TheoryData<byte[]> NotValid => new(new byte[] { 0xFF }, new byte[] { (byte)'a', 0xC3 }, new byte[9000]);

    [Theory]
    [MemberData(nameof(NotValid))]
    public void WithLabels_NotUtf8OrTooLong_IsTreatedAsBeyondTheLimit(byte[] value)
    {
        var registry = new MetricRegistry();
        var family = registry.CounterFamily("c_total", "help", "a");
        family.WithLabels(value).Increment();
        Assert.Equal(0, family.Count);
        Assert.Equal(1, RecordingSink.Of(registry).Value(MetricRegistry.DroppedLabelSetsName + "{metric=\"c_total\"}"));
    }

    [Theory]
    [InlineData('x', 8000)]
    [InlineData('é', 4000)]
    public void WithLabels_LongValue_IsKept(char character, int length)
    {
        var registry = new MetricRegistry();
        var family = registry.CounterFamily("c_total", "help", "a");
        var value = new string(character, length);
        family.WithLabels(value).Increment();
        Assert.Equal(1, RecordingSink.Of(registry).Value($"c_total{{a=\"{value}\"}}"));
        Assert.Equal(1, family.Count);
        family.WithLabels(value + value).Increment();
        Assert.Equal(1, family.Count);
    }

    [Fact]
    public void WithLabels_LoneSurrogate_IsReplaced()
    {
        var registry = new MetricRegistry();
        var family = registry.CounterFamily("c_total", "help", "a");
        family.WithLabels("\uD800").Increment();
        Assert.Equal(1, RecordingSink.Of(registry).Value("c_total{a=\"\uFFFD\"}"));
    }
}
