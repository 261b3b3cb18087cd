namespace Pharos.Tsdb.Wal;

/// <summary>Which segments of a log become a checkpoint: the lower two thirds, which are mostly about what is no longer needed.</summary>
internal readonly record struct CheckpointRange(int First, int Last)
{
    /// <summary>
    /// Begins a new segment, so that little traffic does not keep one alive for ever, and takes the range of those before. Null if there are too few
    /// for it to pay.
    /// </summary>
    public static CheckpointRange? Take(WalWriter wal)
    {
        var segments = WalSegments.List(wal.Directory);
        if (segments.Count == 0)
        {
            return null;
        }

        wal.NextSegment();
        var first = segments[0].Index;
        var last = segments[^1].Index - 1;
        last = first + (last - first) * 2 / 3;
        return last <= first ? null : new CheckpointRange(first, last);
    }
}
