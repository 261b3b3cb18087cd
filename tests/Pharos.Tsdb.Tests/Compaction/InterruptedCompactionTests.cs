using Pharos.Testing;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Compaction;

namespace Pharos.Tsdb.Tests.Compaction;

/// <summary>What a data directory looks like after each step of a compaction, when the process ends there.</summary>
public sealed class InterruptedCompactionTests
{
    private const int Parents = 3;

    [Fact]
    public void Reload_AfterAnyStep_HasAllSamplesOnce()
    {
        using var complete = new TemporaryFolder();
        var parents = Enumerable.Range(0, Parents).Select(i => TestBlocks.Write(complete, 20 * i, 20 * (i + 1), value: i)).ToList();
        var blocks = parents.ConvertAll(meta => Block.Open(TestBlocks.Path(complete, meta)));
        var expected = TestBlocks.ReadAll(blocks);
        var child = new Compactor(new UlidSource(TimeProvider.System)).Compact(complete.Path, blocks, TestContext.Current.CancellationToken)!;
        blocks.ForEach(static block => block.Dispose());

        var files = Directory.GetFiles(TestBlocks.Path(complete, child), "*", SearchOption.AllDirectories);
        Array.Sort(files);
        var states = 0;

        // The child is being written: some of its files are there, the last one in part.
        for (var written = 0; written <= files.Length; written++)
        {
            Check(expected, Parents, ++states, complete, child, (directory, path) =>
            {
                Directory.Move(path, path + ".tmp-for-creation");
                foreach (var file in files.Skip(written))
                {
                    File.Delete(Path.Combine(path + ".tmp-for-creation", Path.GetRelativePath(TestBlocks.Path(complete, child), file)));
                }

                foreach (var file in files.Take(written).TakeLast(1))
                {
                    using var stream = File.OpenWrite(Path.Combine(path + ".tmp-for-creation", Path.GetRelativePath(TestBlocks.Path(complete, child), file)));
                    stream.SetLength(stream.Length / 2);
                }
            });
        }

        // The child is whole, and some of its parents are gone, one being deleted.
        for (var deleted = 0; deleted <= Parents; deleted++)
        {
            for (var left = 0; left < 3; left++)
            {
                Check(expected, 1, ++states, complete, child, (directory, _) =>
                {
                    foreach (var parent in parents.Take(deleted))
                    {
                        Directory.Delete(Path.Combine(directory, parent.Ulid.ToString()), recursive: true);
                    }

                    if (deleted < Parents && left > 0)
                    {
                        var dying = Path.Combine(directory, parents[deleted].Ulid.ToString());
                        Directory.Move(dying, dying + ".tmp-for-deletion");
                        if (left > 1)
                        {
                            File.Delete(Path.Combine(dying + ".tmp-for-deletion", "meta.json"));
                        }
                    }
                });
            }
        }

        Assert.Equal(files.Length + 1 + 3 * (Parents + 1), states);
    }

    private static void Check(
        Dictionary<Model.Labels, List<Sample>> expected,
        int blocks,
        int state,
        TemporaryFolder complete,
        BlockMeta child,
        Action<string, string> interrupt)
    {
        using var folder = new TemporaryFolder();
        foreach (var path in Directory.GetFiles(complete.Path, "*", SearchOption.AllDirectories))
        {
            var target = folder.File(Path.GetRelativePath(complete.Path, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }

        interrupt(folder.Path, folder.File(child.Ulid.ToString()));
        using var catalog = new BlockCatalog(folder.Path);
        catalog.Reload();
        Assert.True(blocks == catalog.Blocks.Count, $"{catalog.Blocks.Count} blocks after step {state}");
        Assert.Equal(expected, TestBlocks.ReadAll(catalog.Blocks));
        Assert.Equal(blocks, Directory.GetFileSystemEntries(folder.Path).Length);

        // And what was interrupted succeeds.
        new CompactionRound(catalog, new Compactor(new UlidSource(TimeProvider.System)), [20, 60]).CompactBlocks();
        Assert.Equal(expected, TestBlocks.ReadAll(catalog.Blocks));
    }
}
