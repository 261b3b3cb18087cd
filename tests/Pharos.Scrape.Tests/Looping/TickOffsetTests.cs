using System.Globalization;
using Pharos.Model;
using Pharos.Scrape.Targets;

namespace Pharos.Scrape.Tests.Looping;

/// <summary>Where in its interval a target's ticks are.</summary>
public sealed class TickOffsetTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly TargetBuilder _builder = new(ScrapedTarget.Job("scrape_interval: 30s"));

    [Fact]
    public void UntilTick_ManyTargets_AreSpreadOverTheInterval()
    {
        var bins = new int[30];
        for (var i = 0; i < 3000; i++)
        {
            var until = NewTarget(i).UntilTick(Now, 17);
            Assert.InRange(until, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(30));
            bins[(int)until.TotalSeconds % 30]++;
        }

        // A hundred each on average; ten times the root of that to either side never happens by chance.
        Assert.All(bins, static count => Assert.InRange(count, 40, 160));
    }

    [Fact]
    public void UntilTick_SameTargetMadeAgain_HasTheSameTicks()
    {
        for (var i = 0; i < 50; i++)
        {
            var tick = Now + NewTarget(i).UntilTick(Now, 17);
            var later = Now.AddSeconds(i * 7.3);
            Assert.Equal(0, (later + NewTarget(i).UntilTick(later, 17) - tick).Ticks % TimeSpan.FromSeconds(30).Ticks);
            Assert.Equal(0, tick.UtcTicks % TimeSpan.TicksPerMillisecond);
        }
    }

    [Fact]
    public void UntilTick_OtherServer_HasOtherTicks()
    {
        var same = Enumerable.Range(0, 200).Count(i => NewTarget(i).UntilTick(Now, 17) == NewTarget(i).UntilTick(Now, 18));
        Assert.InRange(same, 0, 5);
    }

    private Target NewTarget(int number) =>
        _builder.Build(default, Labels.Of(("__address__", string.Create(CultureInfo.InvariantCulture, $"host-{number}:9100"))), out _, out _)!;
}
