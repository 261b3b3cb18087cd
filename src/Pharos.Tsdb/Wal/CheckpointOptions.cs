namespace Pharos.Tsdb.Wal;

/// <summary>What a checkpoint covers, and what it keeps.</summary>
public sealed record CheckpointOptions
{
    /// <summary>The lowest segment to read. It follows the checkpoint that is there, or is below its end.</summary>
    public required int First { get; init; }

    /// <summary>The highest segment to read, which gives the checkpoint its number.</summary>
    public required int Last { get; init; }

    /// <summary>
    /// Whether a series is kept, and with it its metadata and tombstones. The answer for a series stays the same until the checkpoint is
    /// made. Called by one thread, possibly many times for a series.
    /// </summary>
    public required Func<ulong, bool> KeepSeries { get; init; }

    /// <summary>Samples, histograms and exemplars before this time are dropped, and tombstones that end before it.</summary>
    public required long MinTimeMs { get; init; }

    public WalCompression Compression { get; init; } = WalCompression.Snappy;

    /// <summary>How long the checkpoint's own segments get.</summary>
    public int SegmentBytes { get; init; } = new WalOptions().SegmentBytes;
}

/// <summary>How much was read, and how much of it dropped.</summary>
public readonly record struct CheckpointCount(long Total, long Dropped)
{
    internal CheckpointCount Plus(long total, long kept) => new(Total + total, Dropped + total - kept);
}

/// <summary>What was made of the records that a checkpoint was made from.</summary>
public sealed record CheckpointResult
{
    public CheckpointCount Series { get; internal set; }

    /// <summary>Float samples and histograms.</summary>
    public CheckpointCount Samples { get; internal set; }

    public CheckpointCount Tombstones { get; internal set; }

    public CheckpointCount Exemplars { get; internal set; }

    /// <summary>Dropped is what later metadata of the same series replaced, too.</summary>
    public CheckpointCount Metadata { get; internal set; }
}
