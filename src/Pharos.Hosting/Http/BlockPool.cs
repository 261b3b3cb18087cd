using System.Buffers;

namespace Pharos.Hosting.Http;

/// <summary>
/// Blocks of memory that connections read into and write from. It keeps a few for the next requests and leaves the others to the collector:
/// a pool that keeps all it ever lent would stay as large as the worst moment made it. Safe for concurrent use.
/// </summary>
internal sealed class BlockPool(SurplusRelease surplus) : MemoryPool<byte>
{
    public const int BlockSize = 4096;

    /// <summary>Enough for a hundred busy connections, a megabyte.</summary>
    private const int MaxKept = 256;

    private readonly Lock _lock = new();
    private readonly Block[] _kept = new Block[MaxKept];
    private int _keptCount;
    private bool _isDisposed;

    public override int MaxBufferSize => BlockSize;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_keptCount > 0)
            {
                var kept = _kept[--_keptCount];
                kept.IsLent = true;
                return kept;
            }
        }

        return new Block(this) { IsLent = true };
    }

    protected override void Dispose(bool disposing)
    {
        lock (_lock)
        {
            _isDisposed = true;
            _keptCount = 0;
            Array.Clear(_kept);
        }
    }

    private void Return(Block block)
    {
        lock (_lock)
        {
            if (!block.IsLent)
            {
                // Lent twice, it would show one connection's bytes to another.
                throw new InvalidOperationException("a block was returned twice");
            }

            block.IsLent = false;
            if (_keptCount < MaxKept && !_isDisposed)
            {
                _kept[_keptCount++] = block;
                return;
            }
        }

        surplus.Add(BlockSize);
    }

    private sealed class Block(BlockPool pool) : IMemoryOwner<byte>
    {
        /// <summary>Guarded by the pool's lock.</summary>
        public bool IsLent { get; set; }

        /// <summary>
        /// Not pinned: the sockets pin what they read into only for the moment. Where pinned blocks lie, the blocks kept would hold the
        /// whole region of those dropped.
        /// </summary>
        public Memory<byte> Memory { get; } = GC.AllocateUninitializedArray<byte>(BlockSize);

        public void Dispose() => pool.Return(this);
    }
}
