namespace Pharos.Tsdb.Compaction;

/// <summary>The lengths of time that blocks are made of, in milliseconds: each a multiple of the one before.</summary>
public static class BlockRanges
{
    private const int Steps = 10;
    private const int Factor = 3;

    /// <summary>The shortest, and three times as much again and again, up to the longest; at least the shortest.</summary>
    public static IReadOnlyList<long> Of(long shortestMs, long longestMs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shortestMs, 1);
        var ranges = new List<long> { shortestMs };
        while (ranges.Count < Steps && ranges[^1] <= longestMs / Factor)
        {
            ranges.Add(ranges[^1] * Factor);
        }

        return ranges;
    }
}
