namespace Pharos.Instrumentation.Tests.Distributions;

public sealed class SummaryTests
{
    private readonly ManualClock _clock = new();
    private readonly MetricRegistry _registry;

    public SummaryTests()
    {
        _registry = new MetricRegistry(_clock);
    }

    [Fact]
    public void Collect_NothingObserved_QuantilesAreNaN()
    {
        _registry.Summary("s", "help", new SummaryOptions { Quantiles = [0.5, 0.9] });
        var shown = Collect();
        Assert.Equal((0UL, 0d), (shown.Count, shown.Sum));
        Assert.Equal([0.5, 0.9], shown.Quantiles.Select(quantile => quantile.Quantile));
        Assert.All(shown.Quantiles, quantile => Assert.True(double.IsNaN(quantile.Value)));
        Assert.Equal(1_700_000_000_500, shown.StartMs);
    }

    [Fact]
    public void Collect_WithoutQuantiles_ShowsCountAndSum()
    {
        var summary = _registry.Summary("s", "help");
        summary.Observe(1.5);
        summary.Observe(-0.5);
        var shown = Collect();
        Assert.Equal((2UL, 1d), (shown.Count, shown.Sum));
        Assert.Empty(shown.Quantiles);
    }

    [Fact]
    public void Observe_OldObservations_LeaveTheQuantilesButNotTheSum()
    {
        var summary = _registry.Summary("s", "help", new SummaryOptions { Quantiles = [0.5] });
        for (var minute = 0; minute < 30; minute++)
        {
            summary.Observe(minute);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        // In steps of two minutes, at least the last eight minutes and at most ten: the observations 22 to 29, whose fourth is 25.
        var shown = Collect();
        Assert.Equal((30UL, 435d), (shown.Count, shown.Sum));
        Assert.Equal(25, shown.Quantiles[0].Value, 25 * 0.011);
    }

    [Theory]
    [InlineData(9.9, false)]
    [InlineData(10.0, true)]
    [InlineData(1e6, true)]
    public void Collect_TimePassed_ForgetsWithoutFurtherObservations(double minutes, bool isForgotten)
    {
        var summary = _registry.Summary("s", "help", new SummaryOptions { Quantiles = [0.5] });
        summary.Observe(7);
        _clock.Advance(TimeSpan.FromMinutes(minutes));
        Assert.Equal(isForgotten ? double.NaN : 7, Collect().Quantiles[0].Value);
        summary.Observe(8);
        Assert.Equal(2UL, Collect().Count);
        Assert.Equal(isForgotten ? 8 : 7, Collect().Quantiles[0].Value);
    }

    private SummaryRecord Collect() => Assert.Single(RecordingSink.Of(_registry).Summaries);
}
