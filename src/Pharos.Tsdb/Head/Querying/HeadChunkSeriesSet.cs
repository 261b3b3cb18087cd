using Pharos.Model;
using Pharos.Storage;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Querying;

namespace Pharos.Tsdb.Head.Querying;

/// <summary>
/// The series of some slots with the chunks that overlap a range: as they are where that gives nothing that must not be seen, else written anew.
/// </summary>
internal sealed class HeadChunkSeriesSet(HeadSeriesView view, uint[] slots, SelectHints? hints, CancellationToken cancellation) : ChunkSeriesSet
{
    private readonly CleanChunks _clean = new();
    private SampleChunker? _chunker;
    private int _next;

    public override LabelsView Labels => view.Labels;

    public override ChunkView Chunk => view.IsInOrder ? _clean.Current : _chunker!.Current;

    public override bool MoveNext()
    {
        while (_next < slots.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!view.MoveTo(slots[_next++]) || hints?.IsOfShard(view.Labels) == false)
            {
                continue;
            }

            if (view.IsInOrder)
            {
                _clean.Reset(view.Chunks, view.Deleted, view.MinTimeMs, view.MaxTimeMs);
            }
            else
            {
                (_chunker ??= new SampleChunker()).Reset(view.Samples(null));
            }

            return true;
        }

        return false;
    }

    public override bool MoveNextChunk() => view.IsInOrder ? _clean.MoveNext() : _chunker!.MoveNext();
}
