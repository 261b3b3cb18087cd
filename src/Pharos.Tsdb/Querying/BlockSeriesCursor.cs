using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Blocks.Deletion;

namespace Pharos.Tsdb.Querying;

/// <summary>
/// Goes through selected series of a block, leaving out those without samples in the range and those of other shards: what sets of samples and sets
/// of chunks have in common. Takes the ids over.
/// </summary>
internal sealed class BlockSeriesCursor : IDisposable
{
    private readonly BlockLease _lease;
    private readonly SeriesIds _ids;
    private readonly SelectHints? _hints;
    private readonly CancellationToken _cancellation;
    private readonly SeriesEntry _entry = new();
    private int _next;
    private int _given;

    public BlockSeriesCursor(BlockLease lease, SeriesIds ids, long minTimeMs, long maxTimeMs, SelectHints? hints, CancellationToken cancellation)
    {
        _lease = lease;
        _ids = ids;
        _hints = hints;
        _cancellation = cancellation;
        (MinTimeMs, MaxTimeMs) = Range(minTimeMs, maxTimeMs, hints);
        Chunks = new BlockChunkList(lease.Chunks);
    }

    /// <summary>The times that are asked for, both inclusive.</summary>
    public long MinTimeMs { get; }

    /// <inheritdoc cref="MinTimeMs"/>
    public long MaxTimeMs { get; }

    public LabelsView Labels => _entry.Labels;

    public BlockChunkList Chunks { get; }

    public Intervals Deleted { get; private set; }

    public bool MoveNext()
    {
        while (_next < _ids.Count && !(_hints is { Limit: > 0 } && _given >= _hints.Limit))
        {
            _cancellation.ThrowIfCancellationRequested();
            var id = _ids.Ids[_next++];
            _lease.Index.ReadSeries(id, _entry);
            Deleted = _lease.Tombstones.Get(id);
            if (Chunks.Take(_entry.Chunks, Deleted, MinTimeMs, MaxTimeMs) && _hints?.IsOfShard(Labels) != false)
            {
                _given++;
                return true;
            }
        }

        return false;
    }

    public void Dispose() => _ids.Dispose();

    /// <summary>Hints that say nothing of times have zero for both.</summary>
    private static (long MinTimeMs, long MaxTimeMs) Range(long minTimeMs, long maxTimeMs, SelectHints? hints) =>
        hints is null or { StartMs: 0, EndMs: 0 }
            ? (minTimeMs, maxTimeMs)
            : (Math.Max(minTimeMs, hints.StartMs), Math.Min(maxTimeMs, hints.EndMs));
}
