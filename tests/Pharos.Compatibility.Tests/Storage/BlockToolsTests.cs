using System.Globalization;
using Pharos.Compatibility.Tests.Blocks;
using Pharos.Testing;
using Pharos.Tsdb;
using Pharos.Tsdb.Blocks;

namespace Pharos.Compatibility.Tests.Storage;

/// <summary>What the real <c>promtool tsdb</c> says of blocks is the same, whoever has cut them from the same samples.</summary>
public sealed class BlockToolsTests
{
    [Fact]
    public async Task ListAndAnalyze_OurBlocksAndTheirs_SayTheSame()
    {
        using var folder = new TemporaryFolder();
        var rounds = SampleRounds.Make(600, 60_000);
        using (var database = Database.Open(folder.File("ours"), OurDatabase.Options with { MaxBlockDuration = TimeSpan.FromHours(2) }))
        {
            database.Write(rounds);
            database.Maintain(TestContext.Current.CancellationToken);
        }

        await using (var prometheus = await StorePeer.StartAsync(folder.File("theirs"), acceptsLate: false, "--storage.tsdb.max-block-duration=2h"))
        {
            await prometheus.WriteAsync(rounds);
            await StorePeer.WaitForBlocksAsync(folder.File("theirs"), 4);
            await prometheus.StopAsync();
        }

        var (ours, theirs) = (Blocks(folder.File("ours")), Blocks(folder.File("theirs")));
        Assert.True(ours.Length > 1);
        Assert.Equal(theirs.Select(Summary), ours.Select(Summary));
        var list = await PromtoolBlocks.ListAsync(folder.File("ours"));
        foreach (var (our, their) in ours.Zip(theirs))
        {
            var line = list.Split('\n').Single(line => line.StartsWith($"{our.Ulid}", StringComparison.Ordinal));
            Assert.Equal(
                [our.MinTimeMs, our.MaxTimeMs, (long)our.Stats.Samples, (long)our.Stats.Chunks, (long)our.Stats.Series],
                line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(static word => long.TryParse(word, CultureInfo.InvariantCulture, out _))
                    .Take(5).Select(static word => long.Parse(word, CultureInfo.InvariantCulture)));
            Assert.Equal(await AnalyzeAsync(folder.File("theirs"), their), await AnalyzeAsync(folder.File("ours"), our));
        }
    }

    private static (long MinTimeMs, long MaxTimeMs, ulong Samples, ulong Chunks, ulong Series) Summary(BlockMeta block) =>
        (block.MinTimeMs, block.MaxTimeMs, block.Stats.Samples, block.Stats.Chunks, block.Stats.Series);

    private static BlockMeta[] Blocks(string directory) =>
    [
        .. Directory.GetDirectories(directory).Where(static path => Ulid.TryParse(Path.GetFileName(path), out _))
            .Select(BlockMetaFile.Read).OrderBy(static meta => meta.MinTimeMs),
    ];

    private static async Task<string[]> AnalyzeAsync(string directory, BlockMeta block)
    {
        var report = await PromtoolBlocks.AnalyzeAsync(directory, block.Ulid.ToString());

        // Of things that are equally frequent any may come first.
        return [.. report.Split('\n').Where(static line => !line.StartsWith("Block ID:", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }
}
