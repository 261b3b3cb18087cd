using Pharos.Storage;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Blocks.Segments;
using Pharos.Tsdb.Head;
using Pharos.Tsdb.Head.Chunks;

namespace Pharos.Tsdb.Tools;

/// <summary>
/// Gathers samples that are to be one block, series in any order, each of them in the order of time. Needs memory for the series and their open chunks;
/// full ones go to temporary files. Safe for concurrent use until <see cref="Write"/>.
/// </summary>
public sealed class BlockBuilder : IAppendable, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pharos-block-").FullName;
    private readonly UlidSource _ulids;
    private readonly HeadStore _head;

    /// <param name="rangeMs">The time within which all samples lie.</param>
    public BlockBuilder(long rangeMs, UlidSource ulids)
    {
        _ulids = ulids;

        // A head refuses what is older than half its range, which is for those who cut blocks while samples come.
        _head = new HeadStore(new HeadOptions { ChunkRangeMs = checked(2 * rangeMs) }, new HeadChunkFiles(_folder));
    }

    public IAppender NewAppender() => _head.NewAppender();

    /// <summary>Writes the block into a folder of its name; null if there are no samples. Its range is that of the samples.</summary>
    public BlockMeta? Write(string directory, CancellationToken cancellation = default)
    {
        var times = _head.Times;
        return times.HasSamples
            ? new HeadCutting(_head, _ulids).Cut(
                directory, Head.Querying.HeadPart.InOrder, times.MinMs, times.MaxMs + 1, ChunkSegmentWriter.DefaultSegmentBytes, cancellation)
            : null;
    }

    public void Dispose()
    {
        _head.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
