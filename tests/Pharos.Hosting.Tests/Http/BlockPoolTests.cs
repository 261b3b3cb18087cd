using Pharos.Hosting.Http;

namespace Pharos.Hosting.Tests.Http;

public sealed class BlockPoolTests
{
    [Fact]
    public void Rent_AfterAReturn_GivesTheSameBlock()
    {
        using var surplus = new SurplusRelease(new TimeToMove(), static () => { });
        using var pool = new BlockPool(surplus);
        var first = pool.Rent();
        Assert.Equal(BlockPool.BlockSize, first.Memory.Length);
        first.Dispose();
        Assert.Same(first, pool.Rent());
        Assert.NotSame(first, pool.Rent());
    }

    [Fact]
    public void Dispose_OfABlockTwice_IsRefused()
    {
        using var surplus = new SurplusRelease(new TimeToMove(), static () => { });
        using var pool = new BlockPool(surplus);
        var block = pool.Rent();
        block.Dispose();
        Assert.Throws<InvalidOperationException>(block.Dispose);
    }

    [Fact]
    public void Return_OfVeryManyBlocks_HasTheirMemoryGivenBackOnce()
    {
        var time = new TimeToMove();
        var collections = 0;
        using var surplus = new SurplusRelease(time, () => collections++);
        using var pool = new BlockPool(surplus);
        for (var round = 1; round <= 2; round++)
        {
            var blocks = Enumerable.Range(0, 20_000).Select(_ => pool.Rent()).ToArray();
            foreach (var block in blocks)
            {
                block.Dispose();
            }

            Assert.Equal(round - 1, collections);
            time.Elapse();
            Assert.Equal(round, collections);
        }
    }

    [Fact]
    public void Return_OfFewBlocks_CollectsNothing()
    {
        var time = new TimeToMove();
        using var surplus = new SurplusRelease(time, static () => Assert.Fail("nothing is worth a collection"));
        using var pool = new BlockPool(surplus);
        foreach (var block in Enumerable.Range(0, 2_000).Select(_ => pool.Rent()).ToArray())
        {
            block.Dispose();
        }

        time.Elapse();
    }

    /// <summary>A clock whose timers run out when the test says so.</summary>
    private sealed class TimeToMove : TimeProvider
    {
        private readonly List<Timer> _timers = [];

        public void Elapse()
        {
            foreach (var timer in _timers.Where(static timer => timer.IsRunning))
            {
                timer.IsRunning = false;
                timer.Callback();
            }
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new Timer(() => callback(state));
            _timers.Add(timer);
            return timer;
        }

        private sealed class Timer(Action callback) : ITimer
        {
            public Action Callback { get; } = callback;

            public bool IsRunning { get; set; }

            public bool Change(TimeSpan dueTime, TimeSpan period) => IsRunning = dueTime != Timeout.InfiniteTimeSpan;

            public void Dispose() => IsRunning = false;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
