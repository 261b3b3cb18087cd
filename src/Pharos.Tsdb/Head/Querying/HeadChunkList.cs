using Pharos.Foundation.Bytes;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Blocks.Deletion;
using Pharos.Tsdb.Head.Chunks;
using Pharos.Tsdb.Querying;

namespace Pharos.Tsdb.Head.Querying;

/// <summary>
/// The chunks of one series as a reader may see them: those in files by their place, the open one as a copy. Used for one series after
/// the other.
/// </summary>
internal sealed unsafe class HeadChunkList(HeadStore head) : IWholeChunkList
{
    private readonly List<HeadChunkMeta> _chunks = [];
    private readonly ByteBuffer _open = new();
    private bool _hasOpen;

    /// <summary>How many samples of the last chunk are hidden; more than it has hide some of the one before.</summary>
    private int _hidden;

    public int Count => _chunks.Count;

    /// <summary>Takes what the series has now. False if the reader sees no chunk in the range that was not deleted. The caller holds the lock of its page.</summary>
    public bool Take(uint slot, ReadPoint reader, Intervals deleted, long minTimeMs, long maxTimeMs)
    {
        Clear();
        ref var state = ref head.Series.Table.State(slot);
        ref var entry = ref head.Series.Table.Entry(slot);
        var mapped = new MappedChunks.Reader(entry.MappedChunks, entry.MappedBytes);
        while (mapped.MoveNext())
        {
            _chunks.Add(mapped.Current);
        }

        if (state.Encoding != ChunkEncoding.None)
        {
            var open = head.OpenChunks.View(state);
            _chunks.Add(new HeadChunkMeta(0, open.MinTimeMs, open.MaxTimeMs, open.Encoding, head.OpenChunks.Count(state)));
            _hasOpen = true;
            if (open.MinTimeMs <= maxTimeMs && open.MaxTimeMs >= minTimeMs)
            {
                _open.Append(open.Data);
            }
        }

        _hidden = head.Series.Table.Page(slot).Overflow.HiddenSamples(slot, state, reader);
        HideLast();
        return _chunks.Exists(chunk =>
            chunk.MinTimeMs <= maxTimeMs && chunk.MaxTimeMs >= minTimeMs && !deleted.Covers(chunk.MinTimeMs, chunk.MaxTimeMs));
    }

    public void Clear()
    {
        _chunks.Clear();
        _open.Clear();
        _hasOpen = false;
        _hidden = 0;
    }

    public (long MinTimeMs, long MaxTimeMs) Times(int index) => (_chunks[index].MinTimeMs, _chunks[index].MaxTimeMs);

    public int Load(int index, ChunkReader reader)
    {
        var chunk = _chunks[index];
        if (_hasOpen && index == _chunks.Count - 1)
        {
            reader.Load(chunk.Encoding, _open.Written);
        }
        else
        {
            head.ChunkFiles.Load(chunk.Location, reader);
        }

        return index == _chunks.Count - 1 ? chunk.Samples - _hidden : chunk.Samples;
    }

    public bool IsWhole(int index) => _hidden == 0 || index < _chunks.Count - 1;

    /// <summary>Appends a chunk's bytes, for those who copy chunks instead of reading them.</summary>
    public ChunkEncoding CopyTo(int index, ByteBuffer destination)
    {
        if (_hasOpen && index == _chunks.Count - 1)
        {
            destination.Append(_open.Written);
            return _chunks[index].Encoding;
        }

        return head.ChunkFiles.CopyTo(_chunks[index].Location, destination);
    }

    /// <summary>Drops chunks of which the reader sees no sample.</summary>
    private void HideLast()
    {
        while (_chunks.Count > 0 && _hidden >= _chunks[^1].Samples)
        {
            _hidden -= _chunks[^1].Samples;
            _chunks.RemoveAt(_chunks.Count - 1);
            _hasOpen = false;
        }
    }
}
