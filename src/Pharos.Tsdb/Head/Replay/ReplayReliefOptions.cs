using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Tsdb.Blocks;

namespace Pharos.Tsdb.Head.Replay;

/// <summary>When and how room is made during replay.</summary>
internal sealed record ReplayReliefOptions
{
    public const int UsualRecordsPerLook = 1024;

    /// <summary>The data directory, where blocks go.</summary>
    public required string Directory { get; init; }

    public required UlidSource Ulids { get; init; }

    public required long BlockSegmentBytes { get; init; }

    /// <summary>Whether memory will not last if the head goes on growing.</summary>
    public Func<HeadStore, bool> IsShort { get; init; } = MemoryInReach.IsShort;

    /// <summary>After how many records the question is asked.</summary>
    public int RecordsPerLook { get; init; } = UsualRecordsPerLook;

    /// <summary>All records of the log, up to the first damage. Each is valid until the next is asked for.</summary>
    public Func<IEnumerable<ReadOnlyMemory<byte>>> LogRecords { get; init; } = static () => [];

    public ILogger Log { get; init; } = NullLogger.Instance;
}
