using Pharos.Model;
using Pharos.Storage.Chunks;

namespace Pharos.Storage.Merging;

/// <summary>
/// Several sets as one. Series with the same labels become one whose chunks do not overlap: see <see cref="ChunkMerge"/>. Those that only one set
/// has come as they are.
/// </summary>
public sealed class MergedChunkSeriesSet : ChunkSeriesSet
{
    private readonly LabelMerge<ChunkSeriesSetSource> _merge;
    private readonly ChunkMerge _chunks;
    private bool _isMerging;

    private MergedChunkSeriesSet(IReadOnlyList<ChunkSeriesSet> sets, int limit, ChunkEncoding floatEncoding)
    {
        _merge = new LabelMerge<ChunkSeriesSetSource>([.. sets.Select(static (set, index) => new ChunkSeriesSetSource(set, index))], limit);
        _chunks = new ChunkMerge(floatEncoding);
    }

    public override IReadOnlyList<string> Warnings
    {
        get
        {
            var warnings = new List<string>();
            foreach (var source in _merge.Sources)
            {
                warnings.AddRange(source.Set.Warnings);
            }

            return warnings;
        }
    }

    public override LabelsView Labels => _merge.Current[0].Labels;

    public override ChunkView Chunk => _isMerging ? _chunks.Current : _merge.Current[0].Set.Chunk;

    /// <summary>Takes over sets whose series come in the order of their labels; one alone is given back as it is.</summary>
    /// <param name="limit">The most series to give when there are several sets; 0 for no limit.</param>
    /// <param name="floatEncoding">For floats that are written anew and have no start times.</param>
    public static ChunkSeriesSet Of(
        IReadOnlyList<ChunkSeriesSet> sets, int limit = 0, ChunkEncoding floatEncoding = ChunkEncoding.Xor) => sets.Count switch
        {
            0 => EmptyChunkSeriesSet.Instance,
            1 => sets[0],
            _ => new MergedChunkSeriesSet(sets, limit, floatEncoding),
        };

    public override bool MoveNext()
    {
        if (!_merge.MoveNext())
        {
            return false;
        }

        _isMerging = _merge.Current.Length > 1;
        if (_isMerging)
        {
            _chunks.Reset(_merge.Current);
        }

        return true;
    }

    public override bool MoveNextChunk() => _isMerging ? _chunks.MoveNext() : _merge.Current[0].Set.MoveNextChunk();

    protected override void Dispose(bool disposing)
    {
        foreach (var source in _merge.Sources)
        {
            source.Set.Dispose();
        }

        base.Dispose(disposing);
    }
}
