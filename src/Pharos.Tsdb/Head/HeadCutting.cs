using Pharos.Storage;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Head.Querying;

namespace Pharos.Tsdb.Head;

/// <summary>Writes a range of the head into a block. The head stays as it is.</summary>
internal sealed class HeadCutting(HeadStore head, UlidSource ulids)
{
    /// <summary>The block, whose range is as given; null if the head has nothing in it.</summary>
    /// <param name="maxTimeMs">Not included.</param>
    public BlockMeta? Cut(
        string directory, HeadPart part, long minTimeMs, long maxTimeMs, long segmentBytes, CancellationToken cancellation) =>
        Cut(directory, part, isLate: part == HeadPart.OutOfOrder, BlockWriter.Write, minTimeMs, maxTimeMs, segmentBytes, cancellation);

    /// <summary>As the other, of samples in order, but the block does not appear before <see cref="BlockWriter.Finish"/>.</summary>
    /// <param name="isLate">Whether another block has the rest of the range, so that this one does not stand for it.</param>
    public BlockMeta? CutUnfinished(string directory, bool isLate, long minTimeMs, long maxTimeMs, long segmentBytes) =>
        Cut(directory, HeadPart.InOrder, isLate, BlockWriter.WriteUnfinished, minTimeMs, maxTimeMs, segmentBytes, CancellationToken.None);

    private BlockMeta? Cut(
        string directory,
        HeadPart part,
        bool isLate,
        WriteBlock write,
        long minTimeMs,
        long maxTimeMs,
        long segmentBytes,
        CancellationToken cancellation)
    {
        using var reading = new HeadReading(head, minTimeMs, maxTimeMs - 1);
        var slots = reading.Select(sorted: true, [], cancellation);
        var id = ulids.Next();
        var compaction = new BlockCompaction { Level = 1, Sources = [id] };
        var meta = new BlockMeta
        {
            Ulid = id,
            MinTimeMs = minTimeMs,
            MaxTimeMs = maxTimeMs,
            Compaction = isLate ? compaction.WithHint(BlockCompaction.FromOutOfOrder) : compaction,
        };
        using var series = new HeadChunkSeriesSet(reading.View(part), slots, hints: null, cancellation);
        return write(directory, meta, new HeadSymbolCursor(head.Series, slots), series, segmentBytes, cancellation);
    }

    private delegate BlockMeta? WriteBlock(
        string directory, BlockMeta meta, SymbolCursor symbols, ChunkSeriesSet series, long segmentBytes, CancellationToken cancellation);
}
