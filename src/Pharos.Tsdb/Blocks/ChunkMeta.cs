namespace Pharos.Tsdb.Blocks;

/// <summary>Where a chunk is, and the times of its first and last sample.</summary>
/// <param name="Ref">The number of the segment, from 0, in the upper 32 bits; the offset in its file in the lower.</param>
public readonly record struct ChunkMeta(long MinTimeMs, long MaxTimeMs, ulong Ref)
{
    /// <summary>Whether it may have samples of the closed range.</summary>
    public bool Overlaps(long minTimeMs, long maxTimeMs) => MinTimeMs <= maxTimeMs && minTimeMs <= MaxTimeMs;
}
