namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>The numbers of the index file; see <c>docs/index.md</c>.</summary>
internal static class IndexFormat
{
    public const uint Magic = 0xBAAA_D700;
    public const int HeaderBytes = 5;
    public const byte WrittenVersion = 2;

    /// <summary>The first version: symbols and series by their offsets, values in no order.</summary>
    public const byte FirstVersion = 1;

    public const byte LastVersion = 3;

    /// <summary>From version 2 on, a series is named by its offset divided by this, so that 32 bits reach over 64 GiB.</summary>
    public const int SeriesAlignment = 16;

    public const int PostingsAlignment = 4;
    public const int ChecksumBytes = 4;
    public const int LengthBytes = 4;
    public const long MaxFileBytes = SeriesAlignment * (long)uint.MaxValue;

    /// <summary>An entry of the table of postings begins with the number of its keys, name and value.</summary>
    public const byte KeysOfPostings = 2;
}
