using Pharos.Storage;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Compaction;

namespace Pharos.Tsdb.Tools;

/// <summary>
/// The blocks of a data directory as they lie there, opened to be looked at: nothing is deleted and nothing is changed, a server may go on
/// working with them. Disposing closes them all.
/// </summary>
public sealed class BlocksOnDisk : IDisposable
{
    private readonly List<Block> _blocks;

    private BlocksOnDisk(List<Block> blocks)
    {
        _blocks = blocks;
    }

    /// <summary>By their min times.</summary>
    public IReadOnlyList<Block> All => _blocks;

    /// <exception cref="IOException">A block cannot be read, and none that is there was made of it. Names all such blocks.</exception>
    public static BlocksOnDisk Open(string directory)
    {
        var blocks = new List<Block>();
        var broken = new SortedDictionary<Ulid, Exception>();
        try
        {
            foreach (var (ulid, path) in BlockFolders.Find(directory))
            {
                try
                {
                    blocks.Add(Block.Open(path));
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    broken.Add(ulid, exception);
                }
            }

            foreach (var parent in blocks.SelectMany(static block => block.Meta.Compaction.Parents ?? []))
            {
                broken.Remove(parent.Ulid);
            }

            if (broken.Count > 0)
            {
                throw new CorruptionException(
                    string.Join('\n', broken.Select(static one => $"corrupted block {one.Key}: {one.Value.Message}")), cause: broken.Values.First());
            }

            return new BlocksOnDisk([.. blocks.OrderBy(static block => block.Meta.MinTimeMs)]);
        }
        catch
        {
            blocks.ForEach(static block => block.Dispose());
            throw;
        }
    }

    /// <summary>The folder of the block that was written last, by its name; null if there is none.</summary>
    public static string? NewestFolder(string directory) =>
        BlockFolders.Find(directory).OrderByDescending(static block => block.Ulid.TimestampMs).Select(static block => block.Path).FirstOrDefault();

    public void Dispose() => _blocks.ForEach(static block => block.Dispose());
}
