namespace Pharos.Tsdb.Wal;

/// <summary>The numbers of the segment format; <c>docs/wal.md</c> draws it.</summary>
internal static class WalFormat
{
    public const int PageBytes = 32 << 10;

    /// <summary>Kind and flags, length (2 bytes), CRC (4 bytes).</summary>
    public const int HeaderBytes = 7;

    /// <summary>The most that a fragment holds.</summary>
    public const int MaxFragmentBytes = PageBytes - HeaderBytes;

    public const int KindMask = 0b111;

    public const int SnappyFlag = 0b0_1000;

    public const int ZstdFlag = 0b1_0000;

    /// <summary>
    /// The longest record that is read, compressed or not. It is far beyond what is written, and keeps a damaged or made-up log from taking
    /// all memory.
    /// </summary>
    public const int MaxRecordBytes = 1 << 30;

    /// <summary>The end of the page that holds the byte before an offset.</summary>
    public static long PageEnd(long offset) => (offset + PageBytes - 1) / PageBytes * PageBytes;
}

/// <summary>Which part of a record a fragment is; the values are those of the lowest three bits on disk.</summary>
internal enum FragmentKind : byte
{
    /// <summary>No fragment: the rest of the page is zero.</summary>
    Padding = 0,
    Full = 1,
    First = 2,
    Middle = 3,
    Last = 4,
}
