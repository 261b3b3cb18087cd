using Pharos.Storage;
using Pharos.Storage.Merging;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Compaction;
using Pharos.Tsdb.Head;
using Pharos.Tsdb.Head.Replay;
using Pharos.Tsdb.Querying;
using Pharos.Tsdb.Tools;

namespace Pharos.Tsdb;

/// <summary>
/// A data directory as it was when it was opened, to be read beside the server that it belongs to, or on a disk that cannot be written to. Safe for
/// concurrent use; disposed after its queriers.
/// </summary>
/// <remarks>
/// Nothing in the directory changes. Reading the log may fill chunks, which go to files of a folder of their own: it is made when the first of them
/// is written and deleted by <see cref="Dispose"/>.
/// </remarks>
public sealed class ReadOnlyDatabase : IQuerySource, IDisposable
{
    private const string SandboxPrefix = "tmp_dbro_sandbox";

    private readonly Lock _lock = new();
    private readonly string _directory;
    private readonly string _sandbox;
    private readonly DatabaseServices _services;
    private readonly BlocksOnDisk _blocks;
    private readonly long? _blocksEndMs;
    private HeadStore? _head;

    internal ReadOnlyDatabase(string directory, string? sandboxRoot, DatabaseServices services)
    {
        _directory = directory;
        _sandbox = Path.Combine(string.IsNullOrEmpty(sandboxRoot) ? directory : sandboxRoot, SandboxPrefix + Path.GetRandomFileName());
        _services = services;
        _blocks = BlocksOnDisk.Open(directory);
        _blocksEndMs = BlockCatalog.InOrderEndMs(_blocks.All);
    }

    /// <summary>What stands in the meta files of the blocks, by their first times.</summary>
    public IReadOnlyList<BlockMeta> Blocks => [.. _blocks.All.Select(static block => block.Meta)];

    /// <inheritdoc/>
    public IQuerier NewQuerier(long minTimeMs, long maxTimeMs)
    {
        var queriers = new List<IQuerier>();
        try
        {
            foreach (var block in _blocks.All.Where(block => block.Meta.Overlaps(minTimeMs, maxTimeMs)))
            {
                queriers.Add(new BlockQuerier(
                    block.TryRead() ?? throw new ObjectDisposedException(nameof(ReadOnlyDatabase)), minTimeMs, maxTimeMs));
            }

            // The log need not be read for what blocks have; samples out of order may be in it for any time.
            if (!(_blocksEndMs > maxTimeMs) || Directory.Exists(Path.Combine(_directory, "wbl")))
            {
                queriers.Add(Head().NewQuerier(minTimeMs, maxTimeMs));
            }

            return MergedQuerier.Of(queriers);
        }
        catch
        {
            queriers.ForEach(static querier => querier.Dispose());
            throw;
        }
    }

    public void Dispose()
    {
        _head?.Dispose();
        _blocks.Dispose();
        if (Directory.Exists(_sandbox))
        {
            Directory.Delete(_sandbox, recursive: true);
        }
    }

    private HeadStore Head()
    {
        lock (_lock)
        {
            return _head ??= new HeadOpening(_directory, _services.Log, _services.Time)
                .OpenBeside(new HeadOptions(), _blocksEndMs ?? long.MinValue, _sandbox);
        }
    }
}
