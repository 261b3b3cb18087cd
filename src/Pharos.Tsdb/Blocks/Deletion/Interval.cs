namespace Pharos.Tsdb.Blocks.Deletion;

/// <summary>The milliseconds from the one to the other, both inclusive.</summary>
public readonly record struct Interval(long MinTimeMs, long MaxTimeMs)
{
    public bool Contains(long timestampMs) => timestampMs >= MinTimeMs && timestampMs <= MaxTimeMs;
}
