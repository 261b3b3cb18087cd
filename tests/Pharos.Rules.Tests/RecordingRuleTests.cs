namespace Pharos.Rules.Tests;

public sealed class RecordingRuleTests : IDisposable
{
    private readonly RuleFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Evaluate_AVector_StoresItUnderTheNameWithTheLabels()
    {
        _fixture.Store(TimeSpan.Zero, 2, ("__name__", "m"), ("a", "1"), ("b", "x"));
        _fixture.Store(TimeSpan.Zero, 3, ("__name__", "m"), ("a", "2"), ("b", "x"));
        var group = _fixture.Group(RuleFixture.Recording("r:m", "m * 2", ("b", ""), ("c", "new")));
        await _fixture.EvaluateAsync(group, TimeSpan.FromSeconds(30));
        Assert.Equal("""
            {__name__="r:m", a="1", c="new"} 4
            {__name__="r:m", a="2", c="new"} 6
            """.ReplaceLineEndings("\n"), _fixture.Ask("{__name__=\"r:m\"}", TimeSpan.FromSeconds(30)));
        Assert.Equal("ok", group.Rules[0].Health.Name);
    }

    [Fact]
    public async Task Evaluate_AScalar_StoresItWithoutLabels()
    {
        var group = _fixture.Group(RuleFixture.Recording("one", "1"));
        await _fixture.EvaluateAsync(group, TimeSpan.Zero);
        Assert.Equal("""{__name__="one"} 1""", _fixture.Ask("one", TimeSpan.Zero));
    }

    [Theory]
    [InlineData("m[1m]", "rule result is not a vector or scalar")]
    [InlineData("sum by (a) (m) or m", "vector contains metrics with the same labelset after applying rule labels")]
    public async Task Evaluate_WhatCannotBeStored_IsAnError(string query, string error)
    {
        _fixture.Store(TimeSpan.Zero, 1, ("__name__", "m"), ("a", "1"), ("b", "1"));
        var group = _fixture.Group(RuleFixture.Recording("r", query, ("b", "")));
        await _fixture.EvaluateAsync(group, TimeSpan.Zero);
        Assert.Equal(("err", error), (group.Rules[0].Health.Name, group.Rules[0].Health.Error));
        Assert.Equal("", _fixture.Ask("r", TimeSpan.Zero));
    }

    [Fact]
    public async Task Evaluate_MoreThanTheLimit_StoresNothing()
    {
        _fixture.Store(TimeSpan.Zero, 1, ("__name__", "m"), ("a", "1"));
        _fixture.Store(TimeSpan.Zero, 1, ("__name__", "m"), ("a", "2"));
        var group = _fixture.Group(new RuleGroupSettings(TimeSpan.FromMinutes(1), TimeSpan.Zero, 1), RuleFixture.Recording("r", "m"));
        await _fixture.EvaluateAsync(group, TimeSpan.Zero);
        Assert.Equal("exceeded limit of 1 with 2 series", group.Rules[0].Health.Error);
        Assert.Equal("", _fixture.Ask("r", TimeSpan.Zero));
    }

    [Fact]
    public async Task Evaluate_SeriesThatIsNoMore_IsEndedAtOnce()
    {
        _fixture.Store(TimeSpan.Zero, 5, ("__name__", "m"), ("a", "1"));
        var group = _fixture.Group(RuleFixture.Recording("r", "m > 4"));
        await _fixture.EvaluateAsync(group, TimeSpan.Zero);
        Assert.NotEqual("", _fixture.Ask("r", TimeSpan.FromSeconds(59)));
        _fixture.Store(TimeSpan.FromSeconds(60), 3, ("__name__", "m"), ("a", "1"));
        await _fixture.EvaluateAsync(group, TimeSpan.FromSeconds(60));
        Assert.Equal("", _fixture.Ask("r", TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task Evaluate_WithAnOffset_AsksAndStoresThatLongAgo()
    {
        _fixture.Store(TimeSpan.Zero, 1, ("__name__", "m"));
        _fixture.Store(TimeSpan.FromSeconds(60), 2, ("__name__", "m"));
        var group = _fixture.Group(new RuleGroupSettings(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(30), 0), RuleFixture.Recording("r", "m"));
        await _fixture.EvaluateAsync(group, TimeSpan.FromSeconds(60));
        Assert.Equal("""{__name__="r"} 1""", _fixture.Ask("r", TimeSpan.FromSeconds(30)));
        Assert.Equal("", _fixture.Ask("r", TimeSpan.FromSeconds(29)));
    }

    [Fact]
    public async Task Evaluate_ALaterRule_SeesWhatAnEarlierOneHasStored()
    {
        _fixture.Store(TimeSpan.Zero, 1, ("__name__", "m"));
        var group = _fixture.Group(RuleFixture.Recording("r", "m + 1"), RuleFixture.Recording("s", "r + 1"));
        await _fixture.EvaluateAsync(group, TimeSpan.Zero);
        Assert.Equal("""{__name__="s"} 3""", _fixture.Ask("s", TimeSpan.Zero));
    }

    [Fact]
    public async Task TakeOver_OfTheSameRules_GoesOnAndEndsWhatIsNoMore()
    {
        _fixture.Store(TimeSpan.Zero, 1, ("__name__", "m"));
        var before = _fixture.Group(RuleFixture.Recording("stays", "m"), RuleFixture.Recording("goes", "m"));
        await _fixture.EvaluateAsync(before, TimeSpan.Zero);
        var after = _fixture.Group(RuleFixture.Recording("stays", "m"));
        after.TakeOver(before);
        Assert.Equal("ok", after.Rules[0].Health.Name);
        await _fixture.EvaluateAsync(after, TimeSpan.FromSeconds(60));
        Assert.Equal("""{__name__="stays"} 1""", _fixture.Ask("stays", TimeSpan.FromSeconds(60)));
        Assert.Equal("", _fixture.Ask("goes", TimeSpan.FromSeconds(60)));
    }
}
