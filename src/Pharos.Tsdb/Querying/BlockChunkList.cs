using Pharos.Foundation.Bytes;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Blocks.Deletion;
using Pharos.Tsdb.Blocks.Segments;

namespace Pharos.Tsdb.Querying;

/// <summary>Those chunks of a block's series that may have samples of a range. Used for one series after the other.</summary>
internal sealed class BlockChunkList(ChunkSegmentReader segments) : IWholeChunkList
{
    private readonly List<ChunkMeta> _chunks = [];

    public int Count => _chunks.Count;

    /// <summary>Takes the chunks that overlap the closed range and are not deleted wholly. False if there are none.</summary>
    public bool Take(ReadOnlySpan<ChunkMeta> chunks, Intervals deleted, long minTimeMs, long maxTimeMs)
    {
        _chunks.Clear();
        foreach (var chunk in chunks)
        {
            if (chunk.Overlaps(minTimeMs, maxTimeMs) && !(deleted.Count > 0 && deleted.Covers(chunk.MinTimeMs, chunk.MaxTimeMs)))
            {
                _chunks.Add(chunk);
            }
        }

        return _chunks.Count > 0;
    }

    public (long MinTimeMs, long MaxTimeMs) Times(int index) => (_chunks[index].MinTimeMs, _chunks[index].MaxTimeMs);

    public int Load(int index, ChunkReader reader)
    {
        var chunk = segments.Read(_chunks[index]);
        reader.Load(chunk.Encoding, chunk.Data);
        return reader.Count;
    }

    public bool IsWhole(int index) => true;

    public ChunkEncoding CopyTo(int index, ByteBuffer destination)
    {
        var chunk = segments.Read(_chunks[index]);
        destination.Append(chunk.Data);
        return chunk.Encoding;
    }
}
