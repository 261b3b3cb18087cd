using Pharos.Model;
using Pharos.Storage;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Blocks.Segments;

namespace Pharos.Tsdb.Compaction;

/// <summary>Notes size, samples and length of all chunks that pass.</summary>
internal sealed class MeasuredChunks(ChunkSeriesSet inner, CompactionMetrics metrics) : ChunkSeriesSet
{
    public override IReadOnlyList<string> Warnings => inner.Warnings;

    public override LabelsView Labels => inner.Labels;

    public override ChunkView Chunk => inner.Chunk;

    public override bool MoveNext() => inner.MoveNext();

    public override bool MoveNextChunk()
    {
        if (!inner.MoveNextChunk())
        {
            return false;
        }

        var chunk = inner.Chunk;
        metrics.ChunkBytes.Observe(chunk.Data.Length);
        metrics.ChunkSamples.Observe(ChunkSampleCount.Of(chunk));
        metrics.ChunkRange.Observe(chunk.MaxTimeMs - chunk.MinTimeMs);
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}
