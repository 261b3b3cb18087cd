using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Querying;

namespace Pharos.Tsdb.Head.Querying;

/// <summary>The chunks of some slots that overlap a range: as they are where that gives nothing that must not be seen, else written anew.</summary>
internal sealed class HeadChunkSeriesSet(
    HeadStore head, uint[] slots, ReadPoint readPoint, long minTimeMs, long maxTimeMs, CancellationToken cancellation) : ChunkSeriesSet
{
    private readonly ByteBuffer _labels = new();
    private readonly HeadChunkList _chunks = new(head.Series, head.OpenChunks, head.ChunkFiles);
    private readonly CleanChunks _clean = new();
    private int _next;

    public override LabelsView Labels => new(_labels.Written);

    public override ChunkView Chunk => _clean.Current;

    public override bool MoveNext()
    {
        while (_next < slots.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            var slot = slots[_next++];
            var deleted = head.Deletions.Of(slot);
            if (_chunks.Take(slot, readPoint, deleted, minTimeMs, maxTimeMs))
            {
                head.Series.CopyLabels(slot, _labels);
                _clean.Reset(_chunks, deleted, minTimeMs, maxTimeMs);
                return true;
            }
        }

        return false;
    }

    public override bool MoveNextChunk() => _clean.MoveNext();
}
