using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb.Blocks;

namespace Pharos.Tsdb.Querying;

/// <summary>Reads samples of a block. Takes the lease over: disposing lets the block go.</summary>
public sealed class BlockQuerier : IQuerier
{
    private readonly BlockLease _lease;
    private readonly long _minTimeMs;
    private readonly long _maxTimeMs;

    /// <param name="minTimeMs">The first time that is read.</param>
    /// <param name="maxTimeMs">The last time that is read.</param>
    public BlockQuerier(BlockLease lease, long minTimeMs, long maxTimeMs)
    {
        _lease = lease;
        _minTimeMs = minTimeMs;
        _maxTimeMs = maxTimeMs;
    }

    /// <inheritdoc/>
    public SeriesSet Select(bool sorted, SelectHints? hints, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default)
    {
        // Ids are in the order of labels, so the answer is sorted anyhow.
        var ids = _lease.Index.Select(matchers, cancellation);
        return new Set(new BlockSeriesCursor(_lease, ids, _minTimeMs, _maxTimeMs, hints, cancellation));
    }

    public IReadOnlyList<byte[]> LabelValues(
        ReadOnlySpan<byte> name, int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
        _lease.Index.LabelValues(name, limit, matchers, cancellation);

    public IReadOnlyList<byte[]> LabelNames(int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
        _lease.Index.LabelNames(limit, matchers, cancellation);

    public void Dispose() => _lease.Dispose();

    private sealed class Set(BlockSeriesCursor series) : SeriesSet
    {
        public override LabelsView Labels => series.Labels;

        public override bool MoveNext() => series.MoveNext();

        public override SampleCursor Samples(SampleCursor? reuse = null)
        {
            var cursor = reuse as ChunkListCursor ?? new ChunkListCursor();
            cursor.Reset(series.Chunks, series.MinTimeMs, series.MaxTimeMs, series.Deleted);
            return cursor;
        }

        protected override void Dispose(bool disposing)
        {
            series.Dispose();
            base.Dispose(disposing);
        }
    }
}
