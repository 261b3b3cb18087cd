namespace Pharos.Tsdb.Wal;

/// <summary>How a log is written.</summary>
public sealed record WalOptions
{
    /// <summary>
    /// How long a segment gets: whole pages of 32 KiB. Only a record that is longer than that by itself makes a longer segment.
    /// </summary>
    public int SegmentBytes { get; init; } = 128 << 20;

    /// <summary>Records that it would not make shorter are written as they are.</summary>
    public WalCompression Compression { get; init; } = WalCompression.Snappy;

    internal void Validate()
    {
        if (SegmentBytes < WalFormat.PageBytes || SegmentBytes % WalFormat.PageBytes != 0)
        {
            throw new ArgumentException($"a segment of {SegmentBytes} bytes does not consist of whole pages of {WalFormat.PageBytes} bytes");
        }

        if (!Enum.IsDefined(Compression))
        {
            throw new ArgumentException($"there is no compression {Compression}");
        }
    }
}
