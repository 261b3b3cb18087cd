using Pharos.Tsdb.Blocks.Segments;
using Pharos.Tsdb.Compaction;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb;

/// <summary>How a database behaves. The defaults are those of Prometheus.</summary>
public sealed record DatabaseOptions
{
    /// <summary>The time that the shortest blocks cover.</summary>
    public TimeSpan MinBlockDuration { get; init; } = TimeSpan.FromHours(2);

    /// <summary>The most time that a compacted block covers; if not given, a tenth of the retention but no more than 31 days.</summary>
    public TimeSpan? MaxBlockDuration { get; init; }

    /// <summary>How much is kept; asked for at each reload, since it may change while the database is open.</summary>
    public Func<RetentionLimits> Retention { get; init; } = static () => new RetentionLimits((long)DefaultRetention.TotalMilliseconds);

    /// <summary>How much older than the newest sample one may be; zero accepts samples in order only.</summary>
    public TimeSpan OutOfOrderWindow { get; init; }

    /// <summary>How many samples out of order of a series are kept in memory before they go to a file.</summary>
    public int OutOfOrderCapacity { get; init; } = 32;

    /// <summary>How many samples a chunk of floats is meant to have.</summary>
    public int SamplesPerChunk { get; init; } = 120;

    /// <summary>The most series in memory at a time; 0 for no limit. Samples of more are refused.</summary>
    public int MaxSeries { get; init; }

    /// <summary>
    /// Whether a sample that comes with the time at which its counter began is preceded by a zero at that time, if that is newer than all of its series.
    /// </summary>
    public bool AppendsZeroAtStart { get; init; }

    /// <summary>How many exemplars are kept in memory, of all series together; 0 or less keeps none.</summary>
    public int MaxExemplars { get; init; } = 100_000;

    /// <summary>
    /// Whether closing writes what is in memory to a snapshot, and opening reads it, so that a start need not read the whole log. It takes some of the
    /// disk, and closing takes longer.
    /// </summary>
    public bool SnapshotOnShutdown { get; init; }

    public int WalSegmentBytes { get; init; } = 128 << 20;

    public WalCompression WalCompression { get; init; } = WalCompression.Snappy;

    /// <summary>The most bytes of a file with chunks of a block.</summary>
    public long BlockSegmentBytes { get; init; } = ChunkSegmentWriter.DefaultSegmentBytes;

    /// <summary>Whether blocks whose times overlap are made into one.</summary>
    public bool CompactOverlapping { get; init; } = true;

    /// <summary>
    /// How long a block is not cut of what is in memory, from when there is enough for one: servers that run side by side and have different delays do
    /// not all do it at one time.
    /// </summary>
    public TimeSpan CompactionDelay { get; init; }

    /// <summary>Whether to keep other processes out of the directory.</summary>
    public bool UseLock { get; init; } = true;

    /// <summary>How often the directory is looked at for new blocks and for what is to be compacted; zero never does it, <see cref="Database.Maintain"/> does.</summary>
    public TimeSpan MaintenanceInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What Prometheus keeps if it is not told otherwise.</summary>
    public static TimeSpan DefaultRetention { get; } = TimeSpan.FromDays(15);

    /// <summary>Makes room while the log is replayed as often as can be, for tests of that.</summary>
    internal bool IsShortOfMemory { get; init; }

    private static TimeSpan LongestBlock { get; } = TimeSpan.FromDays(31);

    /// <summary>The range of the largest blocks in milliseconds.</summary>
    internal long LongestBlockMs()
    {
        var most = MaxBlockDuration ?? TimeSpan.FromMilliseconds(
            Retention().TimeMs is > 0 and var kept ? Math.Min(kept / 10, (long)LongestBlock.TotalMilliseconds) : LongestBlock.TotalMilliseconds);
        return (long)Math.Max(most.TotalMilliseconds, MinBlockDuration.TotalMilliseconds);
    }
}
