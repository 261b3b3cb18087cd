using System.Threading.Channels;
using Pharos.Discovery.Refreshing;
using Pharos.Discovery.Targets;
using Pharos.Model;
using Pharos.Testing.Waiting;

namespace Pharos.Discovery.Tests.Refreshing;

public sealed class RefreshDiscovererTests
{
    private static readonly TimeSpan EveryTwoMinutes = TimeSpan.FromMinutes(2);

    private readonly DiscoveryFixture _program = new();

    [Fact]
    public async Task Run_Interval_AsksAtOnceAndThenAgain()
    {
        await using (var running = new RunningMechanism(new Answering(_program.Services, static call => [Group("x", $"{call}:80")])))
        {
            Assert.Equal(["{__address__=\"1:80\"}"], await running.Targets.NextTargetsAsync());
            await _program.Time.UntilTimerAsync(EveryTwoMinutes);
            _program.Time.Advance(EveryTwoMinutes - TimeSpan.FromSeconds(1));
            Assert.Equal(0, running.Targets.Count);
            _program.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(["{__address__=\"2:80\"}"], await running.Targets.NextTargetsAsync());
        }

        Assert.Equal(2, _program.Metric("prometheus_sd_refresh_duration_seconds{config=\"job\", mechanism=\"answering\"}"));
        Assert.Equal(2, _program.Metric("prometheus_sd_refresh_duration_histogram_seconds{mechanism=\"answering\"}"));
        Assert.Equal(0, _program.Metric("prometheus_sd_refresh_failures_total{config=\"job\", mechanism=\"answering\"}"));
    }

    [Fact]
    public async Task Refresh_GroupVanishes_IsTakenAway()
    {
        await using var running = new RunningMechanism(
            new Answering(_program.Services, static call => call == 1 ? [Group("x", "x:80"), Group("y", "y:80")] : [Group("y", "y:80")]));
        await running.Targets.NextAsync();
        _program.Time.Advance(EveryTwoMinutes);

        Assert.Equal(["{__address__=\"y:80\"}", "gone x"], await running.Targets.NextTargetsAsync());
    }

    [Fact]
    public async Task Refresh_Fails_GivesNothingAndIsCounted()
    {
        var discoverer = new Answering(
            _program.Services, static call => call == 2 ? throw new HttpRequestException("refused") : [Group("x", $"{call}:80")]);
        await using var running = new RunningMechanism(discoverer);
        await running.Targets.NextAsync();
        _program.Time.Advance(EveryTwoMinutes);
        await discoverer.UntilAsync(2);
        _program.Time.Advance(EveryTwoMinutes);

        Assert.Equal(["{__address__=\"3:80\"}"], await running.Targets.NextTargetsAsync());
        Assert.Equal(1, _program.Metric("prometheus_sd_refresh_failures_total{config=\"job\", mechanism=\"answering\"}"));
        Assert.Contains("Error: Unable to refresh target groups err=refused", _program.Log.Lines);
    }

    [Fact]
    public async Task Refresh_HangsLongerThanItsPatience_Fails()
    {
        var discoverer = new Answering(_program.Services, null);
        await using var running = new RunningMechanism(discoverer);
        await discoverer.UntilAsync(1);
        _program.Time.Advance(EveryTwoMinutes);
        await discoverer.UntilAsync(2);

        Assert.Contains("Error: Unable to refresh target groups err=no answer within 00:02:00", _program.Log.Lines);
    }

    private static TargetGroup Group(string source, string address) => new(source, default, [Labels.Of(("__address__", address))]);

    /// <param name="answer">By the number of the call; null to never answer.</param>
    private sealed class Answering(DiscoveryServices services, Func<int, IReadOnlyList<TargetGroup>>? answer)
        : RefreshDiscoverer("answering", EveryTwoMinutes, services)
    {
        private readonly Channel<int> _calls = Channel.CreateUnbounded<int>();
        private int _count;

        public async Task UntilAsync(int call)
        {
            while (await _calls.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60)) < call)
            {
            }
        }

        protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
        {
            _calls.Writer.TryWrite(++_count);
            if (answer is null)
            {
                await cancel.UntilCancelledAsync();
                cancel.ThrowIfCancellationRequested();
            }

            return answer!(_count);
        }
    }
}
