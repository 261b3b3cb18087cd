using Pharos.Tsdb.Blocks.Deletion;

namespace Pharos.Tsdb.Tests.Blocks;

public sealed class IntervalsTests
{
    private const int Times = 40;

    [Fact]
    public void Add_AnyIntervals_IsTheirUnion()
    {
        var random = new Random(2);
        for (var round = 0; round < 500; round++)
        {
            var given = Enumerable.Range(0, random.Next(12)).Select(_ => new Interval(random.Next(Times), random.Next(Times))).ToArray();
            var intervals = default(Intervals);
            foreach (var interval in given)
            {
                intervals = intervals.Add(interval);
            }

            Assert.True(intervals.Span.SequenceEqual(Intervals.Of(given).Span));
            for (var i = 1; i < intervals.Count; i++)
            {
                Assert.True(intervals.Span[i].MinTimeMs > intervals.Span[i - 1].MaxTimeMs + 1);
            }

            for (var first = -1; first <= Times; first++)
            {
                Assert.Equal(Array.Exists(given, interval => interval.Contains(first)), intervals.Contains(first));
                for (var last = first; last <= Times; last++)
                {
                    var deleted = Enumerable.Range(first, last - first + 1).Count(time => Array.Exists(given, interval => interval.Contains(time)));
                    Assert.Equal(deleted == last - first + 1, intervals.Covers(first, last));
                    Assert.Equal(deleted > 0, intervals.Overlaps(first, last));
                }

                Assert.True(intervals.From(first).Span.SequenceEqual(intervals.Span.ToArray().Where(one => one.MaxTimeMs >= first).ToArray()));
            }
        }
    }

    [Fact]
    public void Add_EndsOfTime_DoNotOverflow()
    {
        var intervals = Intervals.Of(new Interval(5, long.MaxValue), new Interval(long.MinValue, -5), new Interval(7, 9), new Interval(long.MinValue, long.MinValue));
        Assert.Equal([new(long.MinValue, -5), new(5, long.MaxValue)], intervals.Span.ToArray());
        Assert.Equal([new(long.MinValue, long.MaxValue)], intervals.Add(new Interval(-4, 4)).Span.ToArray());
    }
}
