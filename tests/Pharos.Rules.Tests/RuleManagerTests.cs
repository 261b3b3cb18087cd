using Pharos.Rules.Alerting;

namespace Pharos.Rules.Tests;

public sealed class RuleManagerTests : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly RuleFixture _fixture = new();
    private readonly RuleManager _manager;

    public RuleManagerTests()
    {
        _manager = new RuleManager(_fixture.Services);
    }

    public async ValueTask DisposeAsync()
    {
        await _manager.StopAsync();
        _fixture.Dispose();
    }

    [Fact]
    public async Task Start_AGroup_IsEvaluatedAtItsOwnTicks()
    {
        var path = Write("a.yml", "groups:\n- name: g\n  rules:\n  - record: one\n    expr: 1\n");
        Assert.True(_manager.Apply(Configuration(path)));
        _manager.Start();
        var group = Assert.Single(_manager.Groups);
        var tick = await NextTickAsync(group);
        Assert.Equal(tick, group.Last.At);
        Assert.Equal("ok", group.Rules[0].Health.Name);
        var next = await NextTickAsync(group);
        Assert.Equal((tick + Interval, tick + Interval), (next, group.Last.At));
    }

    [Fact]
    public async Task Apply_OfAnUnrelatedChange_LeavesTheGroupAlone()
    {
        const string Group = "- name: g\n  rules:\n  - alert: A\n    expr: 1\n    for: 1h\n";
        var path = Write("a.yml", "groups:\n" + Group);
        Assert.True(_manager.Apply(Configuration(path)));
        _manager.Start();
        var before = Assert.Single(_manager.Groups);
        await NextTickAsync(before);
        Write("a.yml", "groups:\n" + Group + "- name: h\n  rules: []\n");
        Assert.True(_manager.Apply(Configuration(path)));
        Assert.Same(before, _manager.Groups[0]);
        Assert.Equal(2, _manager.Groups.Count);
    }

    [Fact]
    public async Task Apply_OfAChangedRule_KeepsTheAlertsOfTheOthers()
    {
        var path = Write("a.yml", "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: 1\n    for: 1h\n  - record: r\n    expr: 1\n");
        Assert.True(_manager.Apply(Configuration(path)));
        _manager.Start();
        await NextTickAsync(_manager.Groups[0]);
        var alert = Assert.Single(((AlertingRule)_manager.Groups[0].Rules[0]).ActiveAlerts());
        Write("a.yml", "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: 1\n    for: 1h\n  - record: r\n    expr: 2\n");
        Assert.True(_manager.Apply(Configuration(path)));
        var after = _manager.Groups[0];
        await NextTickAsync(after);
        Assert.Equal(alert.ActiveAt, Assert.Single(((AlertingRule)after.Rules[0]).ActiveAlerts()).ActiveAt);
    }

    [Fact]
    public void Apply_OfAFileThatIsNotSound_KeepsWhatIsThere()
    {
        var path = Write("a.yml", "groups:\n- name: g\n  rules: []\n");
        Assert.True(_manager.Apply(Configuration(path)));
        Write("a.yml", "groups:\n- name: h\n  rules:\n  - record: r\n    expr: (\n");
        Assert.False(_manager.Apply(Configuration(path)));
        Assert.Equal("g", Assert.Single(_manager.Groups).Identity.Name);
    }

    [Fact]
    public void TickBefore_AnyTime_IsTheGroupsPlaceInTheInterval()
    {
        var identity = new RuleGroupIdentity("f", "g");
        var first = RuleGroupLoop.TickBefore(_fixture.Start, identity, Interval);
        Assert.InRange(_fixture.Start - first, TimeSpan.Zero, Interval - TimeSpan.FromMilliseconds(1));
        Assert.Equal(first, RuleGroupLoop.TickBefore(first, identity, Interval));
        Assert.Equal(first - Interval, RuleGroupLoop.TickBefore(first - TimeSpan.FromMilliseconds(1), identity, Interval));
        Assert.NotEqual(first, RuleGroupLoop.TickBefore(_fixture.Start, new RuleGroupIdentity("f", "h"), Interval));
    }

    private RuleConfiguration Configuration(string path) => new() { Files = [path], Interval = Interval };

    private string Write(string name, string text)
    {
        var path = Path.Combine(_fixture.FolderPath, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Lets the group come to its next tick, and ends when it has been evaluated and waits for the one after that.</summary>
    private async Task<DateTimeOffset> NextTickAsync(RuleGroup group)
    {
        var now = _fixture.Time.GetUtcNow();
        var tick = RuleGroupLoop.TickBefore(now, group.Identity, Interval) + Interval;
        await _fixture.Time.UntilTimerAsync(tick - now);
        _fixture.Time.Advance(tick - now);
        await _fixture.Time.UntilTimerAsync(Interval);
        return tick;
    }
}
