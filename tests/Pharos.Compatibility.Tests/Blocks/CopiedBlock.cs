using Pharos.Model;
using Pharos.Storage;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Blocks;

namespace Pharos.Compatibility.Tests.Blocks;

/// <summary>All series of a block with their chunks, to be written once more.</summary>
internal sealed class CopiedBlock : ChunkSeriesSet
{
    private readonly BlockLease _block;
    private readonly SeriesIds _series;
    private readonly SeriesEntry _entry = new();
    private int _next;
    private int _chunk;

    public CopiedBlock(BlockLease block)
    {
        _block = block;
        _series = block.Index.Select([], TestContext.Current.CancellationToken);
    }

    public override LabelsView Labels => _entry.Labels;

    public override ChunkView Chunk => _block.Chunks.Read(_entry.Chunks[_chunk]);

    public override bool MoveNext()
    {
        if (_next == _series.Count)
        {
            return false;
        }

        _block.Index.ReadSeries(_series.Ids[_next++], _entry);
        _chunk = -1;
        return true;
    }

    public override bool MoveNextChunk() => ++_chunk < _entry.Chunks.Length;

    protected override void Dispose(bool disposing)
    {
        _series.Dispose();
        base.Dispose(disposing);
    }
}
