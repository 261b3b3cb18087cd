using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Storage.Chunks;

namespace Pharos.Tsdb.Head.Querying;

/// <summary>The chunks of some slots that overlap a range, as they are.</summary>
internal sealed class HeadChunkSeriesSet(
    HeadStore head, uint[] slots, ReadPoint readPoint, long minTimeMs, long maxTimeMs, CancellationToken cancellation) : ChunkSeriesSet
{
    private readonly ByteBuffer _labels = new();
    private readonly ByteBuffer _chunk = new();
    private readonly HeadChunkList _chunks = new(head.Series, head.OpenChunks, head.ChunkFiles);
    private int _next;
    private int _nextChunk;
    private ChunkEncoding _encoding;

    public override LabelsView Labels => new(_labels.Written);

    public override ChunkView Chunk
    {
        get
        {
            var (first, last) = _chunks.Times(_nextChunk - 1);
            return new ChunkView(_encoding, first, last, _chunk.Written);
        }
    }

    public override bool MoveNext()
    {
        while (_next < slots.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            var slot = slots[_next++];
            if (_chunks.Take(slot, readPoint, minTimeMs, maxTimeMs))
            {
                head.Series.CopyLabels(slot, _labels);
                _nextChunk = 0;
                return true;
            }
        }

        return false;
    }

    public override bool MoveNextChunk()
    {
        while (_nextChunk < _chunks.Count)
        {
            var (first, last) = _chunks.Times(_nextChunk++);
            if (first <= maxTimeMs && last >= minTimeMs)
            {
                _chunk.Clear();
                _encoding = _chunks.CopyTo(_nextChunk - 1, _chunk);
                return true;
            }
        }

        return false;
    }
}
