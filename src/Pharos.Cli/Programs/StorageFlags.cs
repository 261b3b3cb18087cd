using Pharos.Cli.Flags;
using Pharos.Server.Configuration;
using Pharos.Server.Storage;
using Pharos.Tsdb;
using Pharos.Tsdb.Compaction;
using Pharos.Tsdb.Wal;

namespace Pharos.Cli.Programs;

/// <summary>The flags of the server's own store.</summary>
internal sealed class StorageFlags
{
    private const long Mebibyte = 1 << 20;

    private readonly ValueFlag<string> _path;
    private readonly ValueFlag<TimeSpan> _retentionTime;
    private readonly ValueFlag<long> _retentionSize;
    private readonly SwitchFlag _noLockFile;
    private readonly ValueFlag<TimeSpan> _minBlock;
    private readonly ValueFlag<TimeSpan> _maxBlock;
    private readonly ValueFlag<long> _chunkSegment;
    private readonly ValueFlag<long> _walSegment;
    private readonly SwitchFlag _compactOverlapping;
    private readonly SwitchFlag _compressWal;
    private readonly ValueFlag<WalCompression> _walCompression;
    private readonly ValueFlag<int> _samplesPerChunk;
    private readonly ValueFlag<TimeSpan> _reloadInterval;

    public StorageFlags(FlagSet set)
    {
        _path = set.Add(new ValueFlag<string>("storage.tsdb.path", "Directory where samples are kept.", FlagType.Text, "data/"));
        _retentionTime = set.Add(new ValueFlag<TimeSpan>(
            "storage.tsdb.retention.time", "How long samples are kept. 15d if neither this nor a size is given.", FlagType.Duration, null)
        { Placeholder = "<duration>" });
        _retentionSize = set.Add(new ValueFlag<long>(
            "storage.tsdb.retention.size", "How many bytes of blocks, logs and chunks are kept, for example 512MB. The oldest go first.",
            FlagType.Bytes(0, long.MaxValue), null)
        { Placeholder = "<size>" });
        _noLockFile = set.Add(new SwitchFlag("storage.tsdb.no-lockfile", "Do not keep other processes out of the directory."));
        _minBlock = set.Add(new ValueFlag<TimeSpan>(
            "storage.tsdb.min-block-duration", "The time that the shortest blocks cover. For testing.", FlagType.Duration, "2h")
        { IsHidden = true });
        _maxBlock = set.Add(new ValueFlag<TimeSpan>(
            "storage.tsdb.max-block-duration", "The most time that a compacted block covers. A tenth of the retention if not given.", FlagType.Duration, null)
        { IsHidden = true, Placeholder = "<duration>" });
        _chunkSegment = set.Add(new ValueFlag<long>(
            "storage.tsdb.max-block-chunk-segment-size", "The most bytes of a file with a block's chunks.", FlagType.Bytes(Mebibyte, int.MaxValue), "512MiB")
        { IsHidden = true });
        _walSegment = set.Add(new ValueFlag<long>(
            "storage.tsdb.wal-segment-size", "Size of a file of the write-ahead log.", FlagType.Bytes(10 * Mebibyte, 256 * Mebibyte), "128MiB")
        { IsHidden = true });
        _compactOverlapping = set.Add(new SwitchFlag(
            "storage.tsdb.allow-overlapping-compaction", "Make one block of blocks whose times overlap.")
        { IsHidden = true, Value = true });
        _compressWal = set.Add(new SwitchFlag("storage.tsdb.wal-compression", "Compress the write-ahead log.")
        { IsHidden = true, Value = true });
        _walCompression = set.Add(new ValueFlag<WalCompression>(
            "storage.tsdb.wal-compression-type", "How the write-ahead log is compressed. One of: [snappy, zstd]",
            FlagType.OneOf(("snappy", WalCompression.Snappy), ("zstd", WalCompression.Zstd)), "snappy")
        { IsHidden = true });
        _samplesPerChunk = set.Add(new ValueFlag<int>(
            "storage.tsdb.samples-per-chunk", "How many samples a chunk is meant to have.", FlagType.Integer(minimum: 1), "120")
        { IsHidden = true });
        _reloadInterval = set.Add(new ValueFlag<TimeSpan>(
            "storage.tsdb.block-reload-interval", "How often the directory is looked at for new blocks.", FlagType.Duration, "1m")
        { IsHidden = true });
    }

    /// <param name="has">Whether a feature was asked for.</param>
    public StorageOptions ToOptions(Func<string, bool> has) => new()
    {
        Path = _path.Value!,
        Database = new DatabaseOptions
        {
            Retention = () => new RetentionLimits(RetentionTimeMs, _retentionSize.Value),
            UseLock = !_noLockFile.Value,
            SnapshotOnShutdown = has("memory-snapshot-on-shutdown"),
            AppendsZeroAtStart = has("created-timestamp-zero-ingestion"),
            MaxExemplars = has("exemplar-storage") ? ExemplarSection.UsualMaxExemplars : 0,
            MinBlockDuration = _minBlock.Value,
            MaxBlockDuration = _maxBlock.IsGiven ? _maxBlock.Value : null,
            BlockSegmentBytes = _chunkSegment.Value,
            WalSegmentBytes = (int)_walSegment.Value,
            CompactOverlapping = _compactOverlapping.Value,
            WalCompression = _compressWal.Value ? _walCompression.Value : WalCompression.None,
            SamplesPerChunk = _samplesPerChunk.Value,
            MaintenanceInterval = _reloadInterval.Value < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : _reloadInterval.Value,
        },
    };

    private long RetentionTimeMs =>
        _retentionTime.IsGiven ? (long)_retentionTime.Value.TotalMilliseconds
        : _retentionSize.IsGiven ? 0
        : (long)DatabaseOptions.DefaultRetention.TotalMilliseconds;
}
