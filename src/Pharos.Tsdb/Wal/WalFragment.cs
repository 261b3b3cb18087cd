namespace Pharos.Tsdb.Wal;

/// <summary>A fragment of a record within its page; its checksum was found right.</summary>
/// <param name="Kind">Never <see cref="FragmentKind.Padding"/>.</param>
/// <param name="Compression">How the record is compressed that it is a part of.</param>
/// <param name="Start">Where in the page its data begin.</param>
/// <param name="Length">How many data it has.</param>
internal readonly record struct WalFragment(FragmentKind Kind, WalCompression Compression, int Start, int Length)
{
    public int End => Start + Length;
}

/// <summary>What was found at a place in a page.</summary>
internal enum PageStep : byte
{
    Fragment,

    /// <summary>Nothing more in the page, or in what there is of it.</summary>
    End,

    /// <summary>The page is not there to its end, and neither is the fragment: it is still being written, or never was to its end.</summary>
    Incomplete,

    Damage,
}
