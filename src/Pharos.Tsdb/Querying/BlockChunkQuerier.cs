using Pharos.Model;
using Pharos.Storage;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Blocks;

namespace Pharos.Tsdb.Querying;

/// <summary>
/// Reads chunks of a block, with the samples that lie in the range; those that deletions or the range cut are written anew. With
/// <see cref="SelectHints.DisableTrimming"/> the range cuts none. Takes the lease over: disposing lets the block go.
/// </summary>
public sealed class BlockChunkQuerier : IChunkQuerier
{
    private readonly BlockLease _lease;
    private readonly long _minTimeMs;
    private readonly long _maxTimeMs;

    /// <inheritdoc cref="BlockQuerier(BlockLease, long, long)"/>
    public BlockChunkQuerier(BlockLease lease, long minTimeMs, long maxTimeMs)
    {
        _lease = lease;
        _minTimeMs = minTimeMs;
        _maxTimeMs = maxTimeMs;
    }

    /// <inheritdoc/>
    public ChunkSeriesSet Select(bool sorted, SelectHints? hints, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default)
    {
        var ids = _lease.Index.Select(matchers, cancellation);
        return new Set(
            new BlockSeriesCursor(_lease, ids, _minTimeMs, _maxTimeMs, hints, cancellation), isTrimming: hints is not { DisableTrimming: true });
    }

    public IReadOnlyList<byte[]> LabelValues(
        ReadOnlySpan<byte> name, int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
        _lease.Index.LabelValues(name, limit, matchers, cancellation);

    public IReadOnlyList<byte[]> LabelNames(int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
        _lease.Index.LabelNames(limit, matchers, cancellation);

    public void Dispose() => _lease.Dispose();

    private sealed class Set(BlockSeriesCursor series, bool isTrimming) : ChunkSeriesSet
    {
        private readonly CleanChunks _chunks = new();

        public override LabelsView Labels => series.Labels;

        public override ChunkView Chunk => _chunks.Current;

        public override bool MoveNext()
        {
            if (!series.MoveNext())
            {
                return false;
            }

            _chunks.Reset(
                series.Chunks,
                series.Deleted,
                isTrimming ? series.MinTimeMs : long.MinValue,
                isTrimming ? series.MaxTimeMs : long.MaxValue);
            return true;
        }

        public override bool MoveNextChunk() => _chunks.MoveNext();

        protected override void Dispose(bool disposing)
        {
            series.Dispose();
            base.Dispose(disposing);
        }
    }
}
