using Pharos.Foundation.Files;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Blocks.Deletion;
using Pharos.Tsdb.Blocks.Indexing;

namespace Pharos.Tsdb.Compaction;

/// <summary>Copies blocks without copying their bytes: no file of a block changes, each is only ever replaced.</summary>
internal static class BlockSnapshot
{
    private const string ChunksFolder = "chunks";

    /// <summary>Links the files of a block into a new folder; copies them where the file system has no links, or is another one.</summary>
    public static void Create(string source, string target)
    {
        var chunks = Path.Combine(target, ChunksFolder);
        Directory.CreateDirectory(chunks);
        foreach (var name in (ReadOnlySpan<string>)[BlockMetaFile.Name, IndexReader.FileName, TombstoneFile.Name])
        {
            var path = Path.Combine(source, name);

            // Old blocks have no tombstones until something is deleted.
            if (name != TombstoneFile.Name || File.Exists(path))
            {
                LinkedFile.Create(path, Path.Combine(target, name));
            }
        }

        foreach (var path in Directory.EnumerateFiles(Path.Combine(source, ChunksFolder)))
        {
            LinkedFile.Create(path, Path.Combine(chunks, Path.GetFileName(path)));
        }

        DirectorySync.Flush(chunks);
        DirectorySync.Flush(target);
    }
}
