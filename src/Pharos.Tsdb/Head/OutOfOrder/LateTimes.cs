namespace Pharos.Tsdb.Head.OutOfOrder;

/// <summary>The range of times of what came out of order. Safe for concurrent use.</summary>
internal sealed class LateTimes
{
    private readonly Lock _lock = new();

    /// <summary>The greatest number if there is nothing.</summary>
    public long MinMs { get; private set; } = long.MaxValue;

    /// <summary>The least number if there is nothing.</summary>
    public long MaxMs { get; private set; } = long.MinValue;

    public bool IsEmpty => MinMs > MaxMs;

    public void Include(long minMs, long maxMs)
    {
        lock (_lock)
        {
            MinMs = Math.Min(MinMs, minMs);
            MaxMs = Math.Max(MaxMs, maxMs);
        }
    }

    /// <summary>What is left after older samples went into blocks.</summary>
    public void Set(long minMs, long maxMs)
    {
        lock (_lock)
        {
            MinMs = minMs;
            MaxMs = maxMs;
        }
    }
}
