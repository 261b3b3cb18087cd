using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Head.Querying;

namespace Pharos.Tsdb.Head;

/// <summary>Writes a range of the head into a block. The head stays as it is.</summary>
internal sealed class HeadCutting(HeadStore head, UlidSource ulids)
{
    /// <summary>The block, whose range is as given; null if the head has nothing in it.</summary>
    /// <param name="maxTimeMs">Not included.</param>
    public BlockMeta? Cut(
        string directory, HeadPart part, long minTimeMs, long maxTimeMs, long segmentBytes, CancellationToken cancellation)
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
            Compaction = part == HeadPart.OutOfOrder ? compaction.WithHint(BlockCompaction.FromOutOfOrder) : compaction,
        };
        using var series = new HeadChunkSeriesSet(reading.View(part), slots, hints: null, cancellation);
        return BlockWriter.Write(directory, meta, new HeadSymbolCursor(head.Series, slots), series, segmentBytes, cancellation);
    }
}
