using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Compaction;

namespace Pharos.Tsdb.Tests.Compaction;

public sealed class CompactionPlannerTests
{
    private static readonly IReadOnlyList<long> Ranges = [20, 60, 180, 540];

    /// <summary>Blocks as <c>from-to</c> with marks, and those that are to be compacted.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("0-20", "")]
    [InlineData("0-20 20-40 40-60", "")] // the newest stays
    [InlineData("0-20 20-40 40-60 60-80", "0-20 20-40 40-60")]
    [InlineData("0-20 20-40 60-80", "")] // the range is not full, and nothing lies behind it but the newest
    [InlineData("0-20 20-40 60-80 80-100", "0-20 20-40")] // it will not become full any more
    [InlineData("0-20 40-60 60-80", "0-20 40-60")] // full with a gap
    [InlineData("0-20 60-80 120-140 140-160", "")] // the longer range is not full
    [InlineData("0-20 60-80 180-200 200-220", "0-20 60-80")] // only the longer range has several
    [InlineData("0-60 60-120 120-180 180-200", "0-60 60-120 120-180")]
    [InlineData("0-60 60-120 120-140 140-160 160-180 180-200", "120-140 140-160 160-180")] // short ranges first
    [InlineData("0-180 180-360 360-540 540-560", "0-180 180-360 360-540")]
    [InlineData("0-540 540-1080 1080-1620 1620-1640", "")] // no longer range
    [InlineData("0-20 20-40f 40-60 60-80", "")]
    [InlineData("0-20 20-40f 40-60 60-80 80-100 100-120 120-140", "60-80 80-100 100-120")]
    [InlineData("-60--40 -40--20 -20-0 0-20", "-60--40 -40--20 -20-0")]
    [InlineData("-40--20 -20-0 0-20 20-40", "-40--20 -20-0")]
    [InlineData("10-30 30-50 50-70 70-90 90-110", "10-30 30-50")] // 50-70 lies in two ranges
    [InlineData("0-20 10-30 40-60", "0-20 10-30")]
    [InlineData("0-20 20-40 30-50", "20-40 30-50")] // the newest takes part in overlaps
    [InlineData("0-20 20-40 35-100 90-95 95-110 110-130", "20-40 35-100 90-95 95-110")]
    [InlineData("0-100 10-20 30-40", "0-100 10-20 30-40")]
    [InlineData("0-20f 10-30", "0-20f 10-30")]
    [InlineData("0-20 0-20 20-40", "0-20 0-20")]
    [InlineData("0-180t6 180-200", "0-180t6")] // 6 of 100 series have deletions
    [InlineData("0-180t5 180-200", "")]
    [InlineData("0-180t6 180-360t6 360-380", "180-360t6")] // the newest of them
    [InlineData("0-180t6 180-200 200-220", "")] // a small one without deletions ends the search
    [InlineData("0-60t50 60-80", "")] // too small to be worth it
    [InlineData("0-20t100 20-40", "0-20t100")] // all is deleted
    [InlineData("0-20 20-40t100", "")] // but not of the newest
    [InlineData("0-20s 20-40s 40-60s 60-80s", "0-20s 20-40s 40-60s")]
    [InlineData("0-20s 0-20 20-40 40-60", "")] // never with others, even if they overlap
    [InlineData("0-20s 20-40 40-60s 60-80s", "0-20s 40-60s")]
    [InlineData("0-20s 10-30s 0-20 10-30", "0-20 10-30")] // common blocks first
    [InlineData("0-20c 10-30c 0-20s 10-30s", "0-20s 10-30s")]
    [InlineData("0-20s 10-30c", "")]
    [InlineData("0-20o 0-20 20-40", "0-20o 0-20")] // out of order with others, which is what it is for
    public void Plan_Blocks_GivesThoseToCompact(string blocks, string expected)
    {
        var metas = blocks.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Parse).ToList();
        var names = metas.Zip(blocks.Split(' ')).ToDictionary(static pair => pair.First.Ulid, static pair => pair.Second);
        var plan = CompactionPlanner.Plan(metas.AsEnumerable().Reverse(), Ranges);
        Assert.Equal(expected, string.Join(' ', plan.Select(meta => names[meta.Ulid])));
    }

    [Fact]
    public void Plan_OverlappingNotWanted_TakesNone() =>
        Assert.Empty(CompactionPlanner.Plan([Parse("0-20", 1), Parse("10-30", 2), Parse("40-60", 3)], Ranges, withOverlapping: false));

    [Fact]
    public void Plan_OneRange_NeverMerges() =>
        Assert.Empty(CompactionPlanner.Plan([Parse("0-20", 1), Parse("20-40", 2), Parse("40-60", 3), Parse("60-80", 4)], [20]));

    [Fact]
    public void Plan_ExtremeTimes_DoesNotOverflow()
    {
        var plan = CompactionPlanner.Plan(
            [
                Parse("0-20", 1) with { MinTimeMs = long.MinValue, MaxTimeMs = long.MinValue + 5 },
                Parse("0-20", 2) with { MinTimeMs = long.MinValue + 5, MaxTimeMs = long.MinValue + 6 },
                Parse("0-20", 3) with { MinTimeMs = long.MaxValue - 5, MaxTimeMs = long.MaxValue },
            ],
            Ranges);
        Assert.DoesNotContain(plan, static block => block.MaxTimeMs == long.MaxValue);
    }

    [Theory]
    [InlineData(7_200_000, 7_200_000, new long[] { 7_200_000 })]
    [InlineData(7_200_000, 1, new long[] { 7_200_000 })]
    [InlineData(7_200_000, 129_600_000, new long[] { 7_200_000, 21_600_000, 64_800_000 })]
    [InlineData(1, long.MaxValue, new long[] { 1, 3, 9, 27, 81, 243, 729, 2187, 6561, 19683 })]
    public void BlockRanges_Of_AreThreeTimesTheOneBefore(long shortest, long longest, long[] expected) =>
        Assert.Equal(expected, BlockRanges.Of(shortest, longest));

    /// <summary>f: failed; t6: so many tombstones; s, c, o: stale series, selected series, out of order.</summary>
    private static BlockMeta Parse(string text, int index)
    {
        var dash = text.IndexOf('-', 1);
        var end = text.Length;
        while (!char.IsDigit(text[end - 1]))
        {
            end--;
        }

        ulong tombstones = 0;
        if (text.IndexOf('t', StringComparison.Ordinal) is > 0 and var mark)
        {
            tombstones = ulong.Parse(text[(mark + 1)..], null);
            end = mark;
        }

        var hints = new List<string>();
        hints.AddRange(text.EndsWith('s') ? [BlockCompaction.FromStaleSeries] : []);
        hints.AddRange(text.EndsWith('c') ? [BlockCompaction.FromSelectedSeries] : []);
        hints.AddRange(text.EndsWith('o') ? [BlockCompaction.FromOutOfOrder] : []);
        return new BlockMeta
        {
            Ulid = new Ulid(index, new byte[Ulid.EntropyBytes]),
            MinTimeMs = long.Parse(text[..dash], System.Globalization.CultureInfo.InvariantCulture),
            MaxTimeMs = long.Parse(text[(dash + 1)..end], System.Globalization.CultureInfo.InvariantCulture),
            Stats = new BlockStats { Series = 100, Tombstones = tombstones },
            Compaction = new BlockCompaction { Level = 1, HasFailed = text.EndsWith('f'), Hints = hints },
        };
    }
}
