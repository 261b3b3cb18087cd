namespace Pharos.Tsdb.Head.Series;

/// <summary>What is kept of a series beside <see cref="SeriesState"/>, touched when it is created, read, cut or dropped.</summary>
internal unsafe struct SeriesEntry
{
    /// <summary>See <see cref="SeriesLabels"/>.</summary>
    public byte* Labels;

    /// <summary>The finished chunks in files, see <see cref="MappedChunks"/>.</summary>
    public byte* MappedChunks;

    public int MappedBytes;
}
