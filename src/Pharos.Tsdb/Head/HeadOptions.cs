namespace Pharos.Tsdb.Head;

/// <summary>How the head behaves.</summary>
internal sealed record HeadOptions
{
    /// <summary>The time that a block cut from the head covers, and that no chunk reaches beyond.</summary>
    public long ChunkRangeMs { get; init; } = 2 * 60 * 60 * 1000;

    /// <summary>How many samples a chunk of floats is meant to have; twice as many is the most.</summary>
    public int SamplesPerChunk { get; init; } = 120;

    /// <summary>How much older than the newest sample one may be; 0 accepts samples in order only.</summary>
    public long OutOfOrderWindowMs { get; init; }

    /// <summary>How many samples out of order of one series are kept in memory before they go to a file as a chunk.</summary>
    public int OutOfOrderCapacity { get; init; } = 32;

    /// <summary>How many exemplars are kept of all series together; 0 or less keeps none.</summary>
    public int MaxExemplars { get; init; } = 100_000;

    /// <summary>Whether the start of a counter is stored as a zero.</summary>
    public bool AppendsZeroAtStart { get; init; }

    /// <summary>Whether a snapshot of the last shutdown is looked for.</summary>
    public bool HasSnapshots { get; init; }

    /// <summary>The most series at a time; 0 for no limit.</summary>
    public int MaxSeries { get; init; }
}
