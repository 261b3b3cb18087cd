using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Head.Querying;

namespace Pharos.Tsdb.Head;

/// <summary>Writes a range of the head into a block. The head stays as it is.</summary>
internal sealed class HeadCutting(HeadStore head, UlidSource ulids)
{
    /// <summary>The block, whose range is as given; null if the head has nothing in it.</summary>
    /// <param name="maxTimeMs">Not included.</param>
    public BlockMeta? Cut(string directory, long minTimeMs, long maxTimeMs, long segmentBytes, CancellationToken cancellation)
    {
        var epoch = head.Epochs.Enter();
        var readPoint = head.Isolation.BeginRead(minTimeMs);
        try
        {
            var slots = head.Finder.Select([], cancellation);
            head.LabelOrder.Sort(slots, cancellation);
            var id = ulids.Next();
            var meta = new BlockMeta
            {
                Ulid = id,
                MinTimeMs = minTimeMs,
                MaxTimeMs = maxTimeMs,
                Compaction = new BlockCompaction { Level = 1, Sources = [id] },
            };
            using var series = new HeadChunkSeriesSet(head, slots, readPoint, minTimeMs, maxTimeMs - 1, cancellation);
            return BlockWriter.Write(directory, meta, new HeadSymbolCursor(head.Series, slots), series, segmentBytes, cancellation);
        }
        finally
        {
            head.Isolation.EndRead(readPoint);
            head.Epochs.Leave(epoch);
        }
    }
}
