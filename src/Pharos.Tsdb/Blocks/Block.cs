using Pharos.Model;
using Pharos.Tsdb.Blocks.Deletion;
using Pharos.Tsdb.Blocks.Indexing;
using Pharos.Tsdb.Blocks.Segments;

namespace Pharos.Tsdb.Blocks;

/// <summary>
/// An immutable block of a data directory, open. Safe for concurrent use. Whoever reads holds a <see cref="BlockLease"/> meanwhile;
/// disposing lets no new readers in, and the files are let go when the last of those that are there is done (<see cref="Closed"/>).
/// </summary>
public sealed class Block : IDisposable
{
    private const string ChunksFolder = "chunks";

    private readonly Lock _lock = new();

    /// <summary>Held while files are replaced, which takes the disk's time; readers do not wait for it.</summary>
    private readonly Lock _changes = new();

    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IndexReader _index;
    private readonly ChunkSegmentReader _chunks;
    private volatile BlockMeta _meta;
    private volatile TombstoneStore _tombstones;
    private long _metaBytes;
    private long _tombstoneBytes;

    /// <summary>One for the block itself until it is disposed.</summary>
    private int _holders = 1;

    private bool _isDisposed;

    private Block(string directory, BlockMeta meta, IndexReader index, ChunkSegmentReader chunks, TombstoneStore tombstones)
    {
        Directory = directory;
        _meta = meta;
        _index = index;
        _chunks = chunks;
        _tombstones = tombstones;
    }

    public string Directory { get; }

    public BlockMeta Meta => _meta;

    /// <summary>Completes when the block was disposed and nobody reads it any more.</summary>
    public Task Closed => _closed.Task;

    /// <summary>What it takes on the disk.</summary>
    public long SizeBytes => _index.SizeBytes + _chunks.SizeBytes + Volatile.Read(ref _metaBytes) + Volatile.Read(ref _tombstoneBytes);

    /// <summary>The memory that is needed for the symbols of the index, which stay in its file.</summary>
    public long SymbolTableBytes => _index.SymbolTableBytes;

    /// <summary>Opens the folder of a block.</summary>
    /// <exception cref="Storage.CorruptionException">Something in it is not what it should be.</exception>
    /// <exception cref="IOException">A file is not there or cannot be read.</exception>
    public static Block Open(string directory)
    {
        var meta = BlockMetaFile.Read(directory);
        var chunks = ChunkSegmentReader.Open(Path.Combine(directory, ChunksFolder));
        IndexReader? index = null;
        try
        {
            index = IndexReader.Open(Path.Combine(directory, IndexReader.FileName));
            var tombstones = TombstoneFile.Read(directory, out var tombstoneBytes);
            return new Block(directory, meta, index, chunks, tombstones)
            {
                _metaBytes = new FileInfo(Path.Combine(directory, BlockMetaFile.Name)).Length,
                _tombstoneBytes = tombstoneBytes,
            };
        }
        catch
        {
            index?.Dispose();
            chunks.Dispose();
            throw;
        }
    }

    /// <summary>Lets a reader in, who disposes the lease when done; null when the block was disposed.</summary>
    public BlockLease? TryRead()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return null;
            }

            _holders++;
            return new BlockLease(this, _index, _chunks, _tombstones);
        }
    }

    /// <summary>
    /// Marks the samples of the closed range as deleted, in the series that fulfil the matchers. It is on the disk when this returns;
    /// readers that come afterwards do not see them any more.
    /// </summary>
    public void Delete(long minTimeMs, long maxTimeMs, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default)
    {
        using var lease = TryRead() ?? throw new ObjectDisposedException(nameof(Block), $"block {Meta.Ulid} is closing");
        using var series = _index.Select(matchers, cancellation);
        var entry = new SeriesEntry();
        var deleted = new List<(uint Series, Interval Interval)>();
        foreach (var id in series.Ids)
        {
            cancellation.ThrowIfCancellationRequested();
            _index.ReadSeries(id, entry);
            foreach (var chunk in entry.Chunks)
            {
                if (chunk.Overlaps(minTimeMs, maxTimeMs))
                {
                    // No more than there is, so that a block that is deleted wholly can be told.
                    var interval = new Interval(
                        Math.Max(minTimeMs, entry.Chunks[0].MinTimeMs), Math.Min(maxTimeMs, entry.Chunks[^1].MaxTimeMs));
                    deleted.Add((id, interval));
                    break;
                }
            }
        }

        lock (_changes)
        {
            var tombstones = new TombstoneStore();
            foreach (var (id, intervals) in _tombstones.ToArray())
            {
                tombstones.Add(id, intervals);
            }

            foreach (var (id, interval) in deleted)
            {
                tombstones.Add(id, interval);
            }

            Volatile.Write(ref _tombstoneBytes, TombstoneFile.Write(Directory, tombstones));
            _tombstones = tombstones;
            WriteMeta(_meta with { Stats = _meta.Stats with { Tombstones = (ulong)tombstones.Total } });
        }
    }

    /// <summary>Changes what <c>meta.json</c> says of compaction: that it failed, that the block can be deleted.</summary>
    public void UpdateCompaction(Func<BlockCompaction, BlockCompaction> change)
    {
        lock (_changes)
        {
            WriteMeta(_meta with { Compaction = change(_meta.Compaction) });
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
        }

        Release();
    }

    internal void Release()
    {
        lock (_lock)
        {
            if (--_holders > 0)
            {
                return;
            }
        }

        _index.Dispose();
        _chunks.Dispose();
        _closed.SetResult();
    }

    private void WriteMeta(BlockMeta meta)
    {
        Volatile.Write(ref _metaBytes, BlockMetaFile.Write(Directory, meta));
        _meta = meta;
    }
}
