using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb.Blocks.Deletion;
using Pharos.Tsdb.Querying;

namespace Pharos.Tsdb.Head.Querying;

/// <summary>The series of some slots, without those that have no sample in the range.</summary>
internal sealed class HeadSeriesSet(
    HeadStore head, uint[] slots, ReadPoint readPoint, long minTimeMs, long maxTimeMs, SelectHints? hints, CancellationToken cancellation) : SeriesSet
{
    private readonly ByteBuffer _labels = new();
    private readonly HeadChunkList _chunks = new(head.Series, head.OpenChunks, head.ChunkFiles);
    private Intervals _deleted;
    private int _next;

    public override LabelsView Labels => new(_labels.Written);

    public override bool MoveNext()
    {
        while (_next < slots.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            var slot = slots[_next++];
            _deleted = head.Deletions.Of(slot);
            if (!_chunks.Take(slot, readPoint, _deleted, minTimeMs, maxTimeMs))
            {
                continue;
            }

            head.Series.CopyLabels(slot, _labels);
            if (hints is not { ShardCount: > 0 } || Labels.StableHash() % hints.ShardCount == hints.ShardIndex)
            {
                return true;
            }
        }

        return false;
    }

    public override SampleCursor Samples(SampleCursor? reuse = null)
    {
        var cursor = reuse as ChunkListCursor ?? new ChunkListCursor();
        cursor.Reset(_chunks, minTimeMs, maxTimeMs, _deleted);
        return cursor;
    }
}
