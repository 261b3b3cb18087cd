using Microsoft.Extensions.Logging;

namespace Pharos.Tsdb.Compaction;

public sealed record BlockCatalogOptions
{
    /// <summary>How much is kept; asked for at each reload, since the configuration may change.</summary>
    public Func<RetentionLimits> Retention { get; init; } = static () => default;

    /// <summary>The bytes beside the blocks that count for retention: logs, and chunks of the head.</summary>
    public Func<long> OtherBytes { get; init; } = static () => 0;

    /// <summary>The size of the file system that the directory is on, 0 if it is not known.</summary>
    public Func<string, long> DiskBytes { get; init; } = SizeOfDisk;

    public BlockCatalogMetrics? Metrics { get; init; }

    public ILogger? Log { get; init; }

    private static long SizeOfDisk(string directory)
    {
        try
        {
            return new DriveInfo(directory).TotalSize;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The catalog says so in the log where it matters.
            return 0;
        }
    }
}
