using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Head.Querying;
using Pharos.Tsdb.Head.Series;

namespace Pharos.Tsdb.Head.OutOfOrder;

/// <summary>Moves what came out of order from the head into blocks, one for each range of time, which may overlap those in order.</summary>
/// <remarks>
/// <code>
/// Begin   a new segment of the log; samples in memory go to chunk files: all up to here is fixed
/// Cut     blocks of it
/// End     once readers have the blocks: it goes from the head, and the log's older segments go
/// </code>
/// What comes meanwhile is behind the chunk and the segment that Begin notes, and stays.
/// </remarks>
internal sealed class LateCompaction(HeadStore head, UlidSource ulids)
{
    private ulong _lastLocation;
    private int _firstKeptSegment;
    private long _minTimeMs;
    private long _maxTimeMs;

    /// <summary>Cuts the blocks and returns what stands in their meta files. <see cref="End"/> comes when they are loaded.</summary>
    public IReadOnlyList<BlockMeta> Cut(string directory, long segmentBytes, CancellationToken cancellation)
    {
        Begin();
        var range = head.Options.ChunkRangeMs;
        var blocks = new List<BlockMeta>();
        for (var start = HeadTimes.RangeEnd(_minTimeMs, range) - range; start <= _maxTimeMs; start += range)
        {
            if (new HeadCutting(head, ulids).Cut(directory, HeadPart.OutOfOrder, start, start + range, segmentBytes, cancellation) is { } block)
            {
                blocks.Add(block);
            }
        }

        return blocks;
    }

    public void End(CancellationToken cancellation = default)
    {
        // Who began before the blocks were there still reads it from the head.
        head.Isolation.WaitForReaders(long.MaxValue, cancellation);
        long min = long.MaxValue, max = long.MinValue;
        ForEach((_, late) =>
        {
            late.DropMappedUpTo(_lastLocation, head.Memory);
            foreach (var (first, last) in late.Ranges())
            {
                (min, max) = (Math.Min(min, first), Math.Max(max, last));
            }
        });
        head.LateAppending.Times.Set(min, max);
        head.LateLog?.Truncate(_firstKeptSegment);
    }

    private void Begin()
    {
        _firstKeptSegment = head.LateLog?.NextSegment() ?? 0;
        ForEach((slot, late) => head.LateAppending.Map(slot, late, markers: null));
        _lastLocation = head.ChunkFiles.LastLocation;
        _minTimeMs = head.LateAppending.Times.MinMs;
        _maxTimeMs = head.LateAppending.Times.MaxMs;
    }

    private void ForEach(Action<uint, LateSamples> action)
    {
        var table = head.Series.Table;
        for (uint slot = 0; slot < table.Limit; slot++)
        {
            // Most series have nothing of it; looking costs no lock.
            if (table.State(slot).Extra == 0)
            {
                continue;
            }

            lock (table.Page(slot).Lock)
            {
                ref SeriesState state = ref table.State(slot);
                if (!state.IsDead && head.Series.Extras.Of(state)?.Late is { } late)
                {
                    action(slot, late);
                }
            }
        }
    }
}
