namespace Pharos.Tsdb.Head.Appending;

/// <summary>Which times a batch accepts, as the head was when the batch began.</summary>
/// <param name="MinInOrderMs">Older samples cannot be in order, whatever their series has.</param>
/// <param name="MinLateMs">The oldest time of a sample out of order; the greatest number if none is accepted.</param>
internal readonly record struct AcceptedTimes(long MinInOrderMs, long MinLateMs)
{
    public static AcceptedTimes Of(HeadStore head, long firstMs)
    {
        var times = head.Times;
        var window = head.OutOfOrderWindowMs;

        // An empty head takes its time from the first sample.
        var newest = times.HasSamples ? times.MaxMs : firstMs;
        var minInOrder = times.HasSamples ? times.MinAppendableMs : Math.Max(times.MinValidMs, Before(firstMs, head.Options.ChunkRangeMs / 2));
        return new AcceptedTimes(minInOrder, window > 0 ? Before(newest, window) : long.MaxValue);
    }

    public bool AcceptsLate => MinLateMs != long.MaxValue;

    /// <summary>Whether a sample goes to those out of order, given the time of the newest one in order of its series.</summary>
    public bool IsLate(long timestampMs, long newestMs) => timestampMs >= MinLateMs && (timestampMs < MinInOrderMs || timestampMs < newestMs);

    /// <summary>A batch may begin with what has no time, or any.</summary>
    private static long Before(long timeMs, long spanMs) => timeMs < long.MinValue + spanMs ? long.MinValue : timeMs - spanMs;
}
