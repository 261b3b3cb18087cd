using System.Globalization;
using System.Text;
using Pharos.Model;
using Pharos.Testing;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Compaction;
using MatchType = Pharos.Model.MatchType;

namespace Pharos.Compatibility.Tests.Blocks;

/// <summary>Blocks of the real Prometheus are compacted here and read there.</summary>
public sealed class CompactionParityTests
{
    private const long StartSeconds = 1_700_006_400;
    private const long HourMs = 3_600_000;

    private readonly Compactor _compactor = new(new UlidSource(TimeProvider.System));

    [Fact]
    public async Task CompactBlocks_TheirBlocks_HaveTheSameSamplesThere()
    {
        using var folder = new TemporaryFolder();
        await PromtoolBlocks.CreateAsync(folder, OpenMetrics(series: 40, minutes: 1500, offsetSeconds: 0));
        await CompactAndCompareAsync(folder.File("made"), blocks: 7);
    }

    [Fact]
    public async Task CompactBlocks_TheirBlocksOverlap_HaveTheSameSamplesThere()
    {
        using var folder = new TemporaryFolder();
        await PromtoolBlocks.CreateAsync(folder, OpenMetrics(series: 30, minutes: 300, offsetSeconds: 0));
        await PromtoolBlocks.CreateAsync(folder, OpenMetrics(series: 50, minutes: 260, offsetSeconds: 30));
        await PromtoolBlocks.CreateAsync(folder, OpenMetrics(series: 20, minutes: 300, offsetSeconds: 0));
        await CompactAndCompareAsync(folder.File("made"), blocks: 3);
    }

    [Fact]
    public async Task CleanTombstones_TheirBlocks_HaveTheSameSamplesThere()
    {
        using var folder = new TemporaryFolder();
        await PromtoolBlocks.CreateAsync(folder, OpenMetrics(series: 40, minutes: 400, offsetSeconds: 0));
        using var catalog = new BlockCatalog(folder.File("made"));
        catalog.Reload();
        foreach (var block in catalog.Blocks)
        {
            var from = block.Meta.MinTimeMs + 1_000_000;
            block.Delete(from, from + 1_500_000, [new Matcher(MatchType.Regex, "code", "20[1-4]")], TestContext.Current.CancellationToken);
            block.Delete(long.MinValue, long.MaxValue, [new Matcher(MatchType.Equal, "code", "206")], TestContext.Current.CancellationToken);
        }

        var before = await PromtoolBlocks.DumpAsync(folder.File("made"));
        Assert.Equal(catalog.Blocks.Count, Round(catalog).CleanTombstones(cancellation: TestContext.Current.CancellationToken));
        Assert.All(Directory.GetFiles(folder.File("made"), "tombstones", SearchOption.AllDirectories), static path => Assert.Equal(9, new FileInfo(path).Length));
        Assert.Equal(before, await PromtoolBlocks.DumpAsync(folder.File("made")));
    }

    private static CompactionRound Round(BlockCatalog catalog, Compactor compactor) => new(catalog, compactor, BlockRanges.Of(2 * HourMs, 24 * HourMs));

    private CompactionRound Round(BlockCatalog catalog) => Round(catalog, _compactor);

    private async Task CompactAndCompareAsync(string directory, int blocks)
    {
        var before = await PromtoolBlocks.DumpAsync(directory);
        using var catalog = new BlockCatalog(directory);
        catalog.Reload();
        Round(catalog).CompactBlocks(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(blocks, catalog.Blocks.Count);
        Assert.Equal((ulong)before.Length, catalog.Blocks.Aggregate(0UL, static (sum, block) => sum + block.Meta.Stats.Samples));
        Assert.Equal(before, await PromtoolBlocks.DumpAsync(directory));
        var list = await PromtoolBlocks.ListAsync(directory);
        foreach (var block in catalog.Blocks)
        {
            Assert.Contains(block.Meta.Ulid.ToString(), list, StringComparison.Ordinal);
            Assert.Contains("Label names: ", await PromtoolBlocks.AnalyzeAsync(directory, block.Meta.Ulid.ToString()), StringComparison.Ordinal);
        }
    }

    private static string OpenMetrics(int series, int minutes, int offsetSeconds)
    {
        var text = new StringBuilder("# TYPE requests counter\n");
        for (var one = 0; one < series; one++)
        {
            for (var minute = 0; minute < minutes; minute += 1 + one % 4)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"requests_total{{code=\"{200 + one % 7}\",path=\"/{one}\"}} {one * minute} {StartSeconds + 60 * minute + offsetSeconds}\n");
            }
        }

        return text.Append("# EOF\n").ToString();
    }
}
