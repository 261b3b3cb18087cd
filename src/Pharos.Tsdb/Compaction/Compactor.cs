using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Foundation.Logging;
using Pharos.Storage;
using Pharos.Storage.Merging;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Querying;

namespace Pharos.Tsdb.Compaction;

/// <summary>
/// Makes blocks: of other blocks, and of series that the head gives. Whatever fails and whenever the process ends, the blocks that were there stay,
/// and a new one is there wholly or not at all. Needs memory for what overlaps in one series, not for a block. Safe for concurrent use.
/// </summary>
public sealed class Compactor
{
    private readonly UlidSource _ulids;
    private readonly CompactorOptions _options;
    private readonly CompactionMetrics? _metrics;
    private readonly ILogger _log;

    public Compactor(UlidSource ulids, CompactorOptions? options = null)
    {
        _ulids = ulids;
        _options = options ?? new CompactorOptions();
        _metrics = _options.Metrics;
        _log = _options.Log ?? NullLogger.Instance;
    }

    /// <summary>
    /// Merges blocks, without deleted samples. The blocks themselves stay; they are obsolete as soon as the new one is loaded, which names them
    /// as its parents. If no sample is left, they are marked as deletable. If it fails, but not when cancelled, they are marked as failed, and are not
    /// planned again.
    /// </summary>
    /// <param name="directory">Where the new block goes: the data directory.</param>
    /// <param name="blocks">At least one, in the order of their min times.</param>
    /// <returns>What <c>meta.json</c> of the new block says; null if nothing is left.</returns>
    public BlockMeta? Compact(string directory, IReadOnlyList<Block> blocks, CancellationToken cancellation = default)
    {
        var started = _options.Time.GetTimestamp();
        var meta = CompactedMeta.Merge(_ulids.Next(), [.. blocks.Select(static block => block.Meta)]);
        var sources = "[" + string.Join(' ', blocks.Select(static block => block.Meta.Ulid)) + "]";
        BlockMeta? written;
        try
        {
            written = Merge(directory, meta, blocks, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            MarkFailed(blocks);
            throw;
        }

        if (written is null)
        {
            MarkDeletable(blocks);
            _log.Info(
                "compact blocks resulted in empty block",
                [("count", blocks.Count), ("sources", sources), ("duration", _options.Time.GetElapsedTime(started))]);
            return null;
        }

        _log.Info(
            "compact blocks",
            [
                ("count", blocks.Count),
                ("mint", written.MinTimeMs),
                ("maxt", written.MaxTimeMs),
                ("ulid", written.Ulid),
                ("sources", sources),
                ("duration", _options.Time.GetElapsedTime(started)),
            ]);
        return written;
    }

    /// <summary>Writes a block anew without its deleted samples. It is the parent of the new one; null if nothing is left of it.</summary>
    public BlockMeta? Rewrite(string directory, Block block, CancellationToken cancellation = default)
    {
        var meta = CompactedMeta.Replace(_ulids.Next(), block.Meta);
        return Logged(meta, () => Merge(directory, meta, [block], cancellation));
    }

    /// <summary>Makes a block of level 1 of series that are in no block yet.</summary>
    /// <param name="minTimeMs">The first millisecond that the block stands for.</param>
    /// <param name="maxTimeMs">The one after the last.</param>
    /// <param name="hints">What <c>meta.json</c> says of the origin, none for a common block of the head.</param>
    /// <param name="symbols">As <see cref="BlockWriter.Write"/> wants them.</param>
    /// <param name="series">As <see cref="BlockWriter.Write"/> wants them; stays the caller's.</param>
    /// <returns>What <c>meta.json</c> says; null if there was no sample.</returns>
    public BlockMeta? Write(
        string directory,
        long minTimeMs,
        long maxTimeMs,
        IReadOnlyList<string>? hints,
        SymbolCursor symbols,
        ChunkSeriesSet series,
        CancellationToken cancellation = default)
    {
        var ulid = _ulids.Next();
        var meta = new BlockMeta
        {
            Ulid = ulid,
            MinTimeMs = minTimeMs,
            MaxTimeMs = maxTimeMs,
            Compaction = new BlockCompaction
            {
                Level = 1,
                Sources = [ulid],
                Hints = hints is { Count: > 0 } ? [.. hints.Order(StringComparer.Ordinal)] : null,
            },
        };
        return Logged(meta, () => Write(directory, meta, symbols, series, cancellation));
    }

    private BlockMeta? Logged(BlockMeta meta, Func<BlockMeta?> write)
    {
        var started = _options.Time.GetTimestamp();
        _log.Info("write block started", [("mint", meta.MinTimeMs), ("maxt", meta.MaxTimeMs), ("ulid", meta.Ulid)]);
        var written = write();
        var duration = _options.Time.GetElapsedTime(started);
        if (written is null)
        {
            _log.Info("write block resulted in empty block", [("mint", meta.MinTimeMs), ("maxt", meta.MaxTimeMs), ("duration", duration)]);
            return null;
        }

        _log.Info(
            "write block completed",
            [
                ("mint", meta.MinTimeMs),
                ("maxt", meta.MaxTimeMs),
                ("ulid", meta.Ulid),
                ("duration", duration),
                ("ooo", meta.Compaction.HasHint(BlockCompaction.FromOutOfOrder)),
            ]);
        return written;
    }

    private BlockMeta? Merge(string directory, BlockMeta meta, IReadOnlyList<Block> blocks, CancellationToken cancellation)
    {
        if (Overlap(blocks))
        {
            _metrics?.Overlapping.Increment();
            _log.Info("Found overlapping blocks during compaction", [("ulid", meta.Ulid)]);
        }

        var queriers = new List<BlockChunkQuerier>(blocks.Count);
        var sets = new List<ChunkSeriesSet>(blocks.Count);
        var symbols = new List<SymbolCursor>(blocks.Count);
        try
        {
            foreach (var block in blocks)
            {
                cancellation.ThrowIfCancellationRequested();
                var lease = block.TryRead() ?? throw new IOException($"block {block.Meta.Ulid} was closed before it could be compacted");
                queriers.Add(new BlockChunkQuerier(lease, meta.MinTimeMs, meta.MaxTimeMs - 1));
                symbols.Add(lease.Index.Symbols());
                sets.Add(queriers[^1].Select(sorted: true, null, [], cancellation));
            }

            return Write(
                directory, meta, new MergedSymbols(symbols), MergedChunkSeriesSet.Of(sets, floatEncoding: _options.FloatEncoding()), cancellation);
        }
        finally
        {
            sets.ForEach(static set => set.Dispose());
            queriers.ForEach(static querier => querier.Dispose());
        }
    }

    private BlockMeta? Write(string directory, BlockMeta meta, SymbolCursor symbols, ChunkSeriesSet series, CancellationToken cancellation)
    {
        var started = _options.Time.GetTimestamp();
        _metrics?.Populating.Set(1);
        try
        {
            // Not disposed: it holds nothing but what the caller disposes.
            var measured = _metrics is not null && meta.Compaction.Level == 1 ? new MeasuredChunks(series, _metrics) : series;
            return BlockWriter.Write(directory, meta, symbols, measured, _options.SegmentBytes, cancellation);
        }
        finally
        {
            _metrics?.Populating.Set(0);
            _metrics?.Ran.Increment();
            _metrics?.Seconds.Observe(_options.Time.GetElapsedTime(started).TotalSeconds);
        }
    }

    private static bool Overlap(IReadOnlyList<Block> blocks)
    {
        var end = long.MinValue;
        foreach (var block in blocks)
        {
            if (block.Meta.MinTimeMs < end)
            {
                return true;
            }

            end = Math.Max(end, block.Meta.MaxTimeMs);
        }

        return false;
    }

    private void MarkFailed(IReadOnlyList<Block> blocks)
    {
        foreach (var block in blocks)
        {
            try
            {
                block.UpdateCompaction(static compaction => compaction with { HasFailed = true });
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // What made the compaction fail is thrown on; this is only one more thing that went wrong.
                _log.Error("setting compaction failed for block", [("block", block.Meta.Ulid), ("err", exception.Message)]);
            }
        }
    }

    private void MarkDeletable(IReadOnlyList<Block> blocks)
    {
        foreach (var block in blocks)
        {
            try
            {
                block.UpdateCompaction(static compaction => compaction with { IsDeletable = true });
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _log.Error(
                    "Failed to write 'Deletable' to meta file after compaction", [("ulid", block.Meta.Ulid), ("err", exception.Message)]);
            }
        }
    }
}
