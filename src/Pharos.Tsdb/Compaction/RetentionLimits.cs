namespace Pharos.Tsdb.Compaction;

/// <summary>How much is kept; 0 for no limit.</summary>
/// <param name="TimeMs">The milliseconds from the end of the newest block.</param>
/// <param name="Bytes">On the disk, logs and chunks of the head included.</param>
/// <param name="Percentage">Of the size of the file system, in place of <paramref name="Bytes"/>.</param>
public readonly record struct RetentionLimits(long TimeMs, long Bytes = 0, double Percentage = 0)
{
    /// <summary>The limit in bytes, 0 for none.</summary>
    /// <param name="diskBytes">The size of the file system; 0 if it is not known, and then the percentage does not count.</param>
    public long BytesOf(long diskBytes) => Percentage > 0 && diskBytes > 0 ? (long)(diskBytes * Percentage / 100) : Bytes;
}
