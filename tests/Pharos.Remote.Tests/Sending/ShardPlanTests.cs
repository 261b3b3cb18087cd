using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Remote.Options;
using Pharos.Remote.Sending;
using Pharos.Testing.Time;

namespace Pharos.Remote.Tests.Sending;

public sealed class ShardPlanTests
{
    private readonly ManualTime _time = new();
    private readonly ShardPlan _plan;

    public ShardPlanTests()
    {
        _plan = new ShardPlan(new QueueOptions { MaxShards = 50, MinShards = 2 }, NullLogger.Instance, _time);
    }

    [Fact]
    public void Tick_NothingSent_StaysAsItIs()
    {
        _plan.NoteIn(1_000_000);
        Assert.Equal(3, _plan.Tick(3, 100, 0));
        Assert.Null(_plan.Wanted);
    }

    /// <summary>Per tick of ten seconds: what comes in, what goes out and the seconds that requests took for it; how far behind; how many shards there are.</summary>
    [Theory]
    [InlineData(10_000, 10_000, 100, 0, 1, 10, 10)]      // A shard's work takes a hundred seconds in ten: ten shards.
    [InlineData(10_000, 10_000, 100, 0, 9, 10, 9)]       // Nine are near enough.
    [InlineData(10_000, 10_000, 100, 0, 20, 10, 10)]     // Twenty are too many.
    [InlineData(10_000, 10_000, 100, 11, 20, 15.5, 20)]  // But none goes while there is so much to catch up with.
    [InlineData(10_000, 10_000, 100, 100, 10, 60, 50)]   // Limits hold.
    [InlineData(10_000, 10_000, 1, 0, 10, 0.1, 2)]
    [InlineData(10_000, 5_000, 100, 0, 1, 20, 20)]       // Half of it is not even sent: twice the time for a sample.
    public void Tick_Rates_GiveTheNumberOfShards(int came, int sent, double seconds, double behind, int current, double wanted, int expected)
    {
        _plan.NoteIn(came);
        _plan.NoteSent(sent, TimeSpan.FromSeconds(seconds));
        Assert.Equal(expected, _plan.Tick(current, 1000 + behind, 1000));
        Assert.Equal(wanted, _plan.Wanted!.Value, 1e-6);
    }

    [Fact]
    public void Tick_SamplesThatRulesDrop_NeedNoShards()
    {
        _plan.NoteIn(10_000);
        _plan.NoteSent(2_500, TimeSpan.FromSeconds(100));
        _plan.NoteDropped(7_500);
        Assert.Equal(10, _plan.Tick(1, 1000, 1000));
    }

    [Fact]
    public void Tick_AChange_IsFollowedByAFifthEachTime()
    {
        _plan.NoteIn(10_000);
        _plan.NoteSent(10_000, TimeSpan.FromSeconds(100));
        _plan.Tick(10, 0, 0);
        _plan.NoteIn(20_000);
        _plan.NoteSent(10_000, TimeSpan.FromSeconds(100));
        _plan.Tick(10, 0, 0);
        Assert.Equal(12, _plan.Wanted!.Value, 1e-6);
    }

    [Fact]
    public void MayChange_OnlyWhileRequestsGoThrough()
    {
        Assert.False(_plan.MayChange());
        _plan.NoteSent(1, TimeSpan.Zero);
        Assert.True(_plan.MayChange());

        // A receiver that has to be waited for is left alone for twice as long.
        _plan.NoteWait(TimeSpan.FromSeconds(4));
        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.False(_plan.MayChange());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_plan.MayChange());
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.False(_plan.MayChange());
    }
}
