using Pharos.Tsdb.Blocks.Deletion;
using Pharos.Tsdb.Blocks.Indexing;
using Pharos.Tsdb.Blocks.Segments;

namespace Pharos.Tsdb.Blocks;

/// <summary>
/// A block that is held open, as it was when this was given out: what is deleted later is still there. Safe for concurrent use until it is
/// disposed; nothing that was read through it may be used after that.
/// </summary>
public sealed class BlockLease : IDisposable
{
    private readonly Block _block;
    private int _isDisposed;

    internal BlockLease(Block block, IndexReader index, ChunkSegmentReader chunks, TombstoneStore tombstones)
    {
        _block = block;
        Index = index;
        Chunks = chunks;
        Tombstones = tombstones;
    }

    /// <summary>Not to be disposed.</summary>
    public IndexReader Index { get; }

    /// <summary>Not to be disposed.</summary>
    public ChunkSegmentReader Chunks { get; }

    /// <summary>By the ids of series in the index. Not to be changed.</summary>
    public TombstoneStore Tombstones { get; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _block.Release();
        }
    }
}
