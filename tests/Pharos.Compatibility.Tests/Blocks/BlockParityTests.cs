using System.Buffers.Binary;
using Pharos.Model;
using Pharos.Testing;
using Pharos.Tsdb.Blocks;
using MatchType = Pharos.Model.MatchType;

namespace Pharos.Compatibility.Tests.Blocks;

/// <summary>Blocks of the real Prometheus are read here, and ours there.</summary>
public sealed class BlockParityTests
{
    [Fact]
    public async Task Read_TheirBlocks_HasTheirSeries()
    {
        using var folder = new TemporaryFolder();
        var blocks = await PromtoolBlocks.CreateAsync(folder);
        var dump = await PromtoolBlocks.DumpAsync(folder.File("made"));
        var theirs = dump.Select(static line => line[..(line.LastIndexOf('}') + 1)]).ToHashSet(StringComparer.Ordinal);
        var ours = new HashSet<string>(StringComparer.Ordinal);
        ulong samples = 0;
        foreach (var path in blocks)
        {
            using var block = Block.Open(path);
            using var lease = block.TryRead()!;
            using var series = new CopiedBlock(lease);
            samples += block.Meta.Stats.Samples;
            while (series.MoveNext())
            {
                ours.Add(series.Labels.ToString());
            }
        }

        Assert.Equal(theirs.Order(StringComparer.Ordinal), ours.Order(StringComparer.Ordinal));
        Assert.Equal((ulong)dump.Length, samples);
    }

    [Fact]
    public async Task Write_TheirSeries_MakesTheirBytes()
    {
        using var folder = new TemporaryFolder();
        foreach (var path in await PromtoolBlocks.CreateAsync(folder))
        {
            var copy = Copy(path, folder.File("copied"), null);
            Assert.Equal(await BytesAsync(path, "chunks/000001"), await BytesAsync(copy, "chunks/000001"));
            Assert.Equal(await BytesAsync(path, "tombstones"), await BytesAsync(copy, "tombstones"));

            // Releases before 3.14 put a section between series and postings that is no longer written, so that what follows stands
            // elsewhere.
            var theirs = await BytesAsync(path, "index");
            var ours = await BytesAsync(copy, "index");
            Assert.Equal(theirs[..Section(theirs, 2)], ours[..Section(ours, 2)]);
            Assert.Equal(Postings(theirs), Postings(ours));
        }
    }

    [Fact]
    public async Task Write_OurBlocks_AreReadThere()
    {
        using var folder = new TemporaryFolder();
        var ours = folder.File("copied");
        var ulids = new UlidSource(TimeProvider.System);
        var copies = new List<string>();
        foreach (var path in await PromtoolBlocks.CreateAsync(folder))
        {
            copies.Add(Copy(path, ours, ulids.Next()));
        }

        Assert.Equal(await PromtoolBlocks.DumpAsync(folder.File("made")), await PromtoolBlocks.DumpAsync(ours));
        var list = await PromtoolBlocks.ListAsync(ours);
        foreach (var path in copies)
        {
            Assert.Contains(Path.GetFileName(path), list, StringComparison.Ordinal);
            Assert.Contains("Label names: ", await PromtoolBlocks.AnalyzeAsync(ours, Path.GetFileName(path)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Delete_OurTombstones_AreReadThere()
    {
        using var folder = new TemporaryFolder();
        var ours = folder.File("copied");
        foreach (var path in await PromtoolBlocks.CreateAsync(folder))
        {
            using var block = Block.Open(Copy(path, ours, null));
            block.Delete(long.MinValue, long.MaxValue, [new Matcher(MatchType.Equal, "code", "203")], TestContext.Current.CancellationToken);
        }

        var left = (await PromtoolBlocks.DumpAsync(folder.File("made"))).Where(static line => !line.Contains("code=\"203\"", StringComparison.Ordinal));
        Assert.Equal(left, await PromtoolBlocks.DumpAsync(ours));
    }

    private static string Copy(string path, string target, Ulid? name)
    {
        Directory.CreateDirectory(target);
        using var block = Block.Open(path);
        using var lease = block.TryRead()!;
        using var series = new CopiedBlock(lease);
        var meta = block.Meta with { Ulid = name ?? block.Meta.Ulid };
        var written = BlockWriter.Write(target, meta, lease.Index.Symbols(), series, cancellation: TestContext.Current.CancellationToken)!;
        Assert.Equal((block.Meta.Stats.Samples, block.Meta.Stats.Series, block.Meta.Stats.Chunks), (written.Stats.Samples, written.Stats.Series, written.Stats.Chunks));
        return Path.Combine(target, meta.Ulid.ToString());
    }

    private static Task<byte[]> BytesAsync(string block, string file) => File.ReadAllBytesAsync(Path.Combine(block, file), TestContext.Current.CancellationToken);

    private static int Section(byte[] index, int number) => (int)BinaryPrimitives.ReadUInt64BigEndian(index.AsSpan(index.Length - 52 + 8 * number));

    /// <summary>The lists one after the other: they end where the next section begins.</summary>
    private static byte[] Postings(byte[] index) => index[((Section(index, 4) + 3) / 4 * 4)..Section(index, 3)];
}
