namespace Pharos.Storage.Chunks;

/// <summary>A chunk in somebody else's memory: its bytes as on disk, without length, encoding byte and checksum.</summary>
public readonly ref struct ChunkView
{
    public ChunkView(ChunkEncoding encoding, long minTimeMs, long maxTimeMs, ReadOnlySpan<byte> data)
    {
        Encoding = encoding;
        MinTimeMs = minTimeMs;
        MaxTimeMs = maxTimeMs;
        Data = data;
    }

    public ChunkEncoding Encoding { get; }

    /// <summary>The times of the first and of the last sample.</summary>
    public long MinTimeMs { get; }

    /// <inheritdoc cref="MinTimeMs"/>
    public long MaxTimeMs { get; }

    public ReadOnlySpan<byte> Data { get; }
}
