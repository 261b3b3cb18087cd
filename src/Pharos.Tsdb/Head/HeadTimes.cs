namespace Pharos.Tsdb.Head;

/// <summary>The range of time that the head has samples for, and what it still accepts. Safe for concurrent use.</summary>
internal sealed class HeadTimes(long chunkRangeMs)
{
    private long _min = long.MaxValue;
    private long _max = long.MinValue;
    private long _minValid = long.MinValue;
    private long _cutBefore = long.MinValue;

    /// <summary>The time of the oldest sample; the greatest number if there is none.</summary>
    public long MinMs => Volatile.Read(ref _min);

    /// <summary>The time of the newest sample; the least number if there is none.</summary>
    public long MaxMs => Volatile.Read(ref _max);

    public bool HasSamples => MaxMs != long.MinValue;

    /// <summary>What is older is in blocks.</summary>
    public long MinValidMs => Volatile.Read(ref _minValid);

    /// <summary>A block is being cut of what is older: nothing may be added to it.</summary>
    public long CutBeforeMs
    {
        get => Volatile.Read(ref _cutBefore);
        set => Volatile.Write(ref _cutBefore, value);
    }

    /// <summary>
    /// The oldest time that is accepted in order. Half a chunk range behind the newest sample, so that what is cut into a block does not
    /// change any more.
    /// </summary>
    public long MinAppendableMs => Math.Max(Math.Max(MinValidMs, CutBeforeMs), HasSamples ? Math.Max(MaxMs, long.MinValue + chunkRangeMs) - chunkRangeMs / 2 : long.MinValue);

    /// <summary>Whether there is enough for a block, with as much again left behind it as is needed.</summary>
    public bool IsCompactable => HasSamples && MaxMs - MinMs > chunkRangeMs / 2 * 3;

    /// <summary>The end of the chunk range that the time is in.</summary>
    public static long RangeEnd(long timestampMs, long rangeMs) => timestampMs / rangeMs * rangeMs + rangeMs;

    public void Include(long minMs, long maxMs)
    {
        Lower(ref _min, minMs);
        Raise(ref _max, maxMs);
    }

    /// <summary>Nothing before the time is in the head any more, nor accepted.</summary>
    public void TruncateBefore(long timestampMs)
    {
        Volatile.Write(ref _min, timestampMs);
        SetMinValid(timestampMs);
        Raise(ref _max, timestampMs);
    }

    /// <summary>The oldest sample is no older than that; a batch that brings one meanwhile lowers it again.</summary>
    public void RaiseMin(long timestampMs) => Raise(ref _min, timestampMs);

    /// <summary>As found in the blocks at the start.</summary>
    public void SetMinValid(long timestampMs) => Volatile.Write(ref _minValid, timestampMs);

    private static void Lower(ref long field, long value)
    {
        for (var seen = Volatile.Read(ref field); value < seen;)
        {
            var before = Interlocked.CompareExchange(ref field, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    private static void Raise(ref long field, long value)
    {
        for (var seen = Volatile.Read(ref field); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref field, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
