using System.Threading.Channels;
using Pharos.Discovery.Managing;
using Pharos.Discovery.Static;
using Pharos.Discovery.Targets;

namespace Pharos.Discovery.Tests.Managing;

/// <summary>A manager with a mechanism of the test's, and who gets its targets.</summary>
internal sealed class ManagerFixture : IDiscoveredTargets, IAsyncDisposable
{
    private readonly Channel<IReadOnlyDictionary<string, IReadOnlyList<TargetGroup>>> _updates =
        Channel.CreateUnbounded<IReadOnlyDictionary<string, IReadOnlyList<TargetGroup>>>();

    private readonly Dictionary<string, DiscoveryOptions> _jobs = new(StringComparer.Ordinal);

    public ManagerFixture()
    {
        Manager = new DiscoveryManager("scrape", this, Program.Services);
    }

    public DiscoveryFixture Program { get; } = new();

    public ScriptedDiscovery Script { get; } = new();

    public DiscoveryManager Manager { get; }

    /// <summary>Called in the middle of an update.</summary>
    public Action? OnUpdate { get; set; }

    public int Waiting => _updates.Reader.Count;

    public ManagerFixture Job(string name, params string[] keys) => Job(name, [.. keys.Select(key => Script.Configure(key))]);

    public ManagerFixture Job(string name, params IDiscoveryOptions[] mechanisms)
    {
        _jobs[name] = new DiscoveryOptions { Mechanisms = mechanisms };
        return this;
    }

    public ManagerFixture StaticJob(string name, params string[] targets)
    {
        _jobs[name] = new DiscoveryOptions { Static = [new StaticOptions { Targets = targets }] };
        return this;
    }

    public void Apply()
    {
        Manager.Apply(new Dictionary<string, DiscoveryOptions>(_jobs));
        _jobs.Clear();
    }

    public void Update(IReadOnlyDictionary<string, IReadOnlyList<TargetGroup>> jobs)
    {
        OnUpdate?.Invoke();
        _updates.Writer.TryWrite(jobs);
    }

    public async Task<IReadOnlyDictionary<string, IReadOnlyList<TargetGroup>>> NextAsync() =>
        await _updates.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>The next update as jobs and addresses: <c>a=1.1.1.1,1.1.1.2 b=</c>.</summary>
    public async Task<string> NextAddressesAsync() => string.Join(' ', (await NextAsync())
        .OrderBy(static job => job.Key, StringComparer.Ordinal)
        .Select(static job => job.Key + "=" + string.Join(',', job.Value.SelectMany(static group => group.Targets).Select(static target => target["__address__"]))));

    /// <summary>As much time passes as makes the next update go out at once.</summary>
    public void Rest() => Program.Time.Advance(TimeSpan.FromMinutes(1));

    public ValueTask DisposeAsync() => Manager.DisposeAsync();
}
