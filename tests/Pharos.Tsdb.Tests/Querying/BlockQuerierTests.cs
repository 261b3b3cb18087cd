using Pharos.Model;
using Pharos.Storage;
using Pharos.Storage.Chunks;
using Pharos.Testing;
using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Querying;
using Pharos.Tsdb.Tests.Blocks;
using Pharos.Tsdb.Tests.Compaction;
using MatchType = Pharos.Model.MatchType;

namespace Pharos.Tsdb.Tests.Querying;

public sealed class BlockQuerierTests
{
    [Fact]
    public void Select_RandomSamplesDeletionsAndRanges_GivesWhatIsLeft()
    {
        var random = new Random(11);
        for (var round = 0; round < 40; round++)
        {
            using var folder = new TemporaryFolder();
            var content = TestBlocks.LabelSets.ToDictionary(static labels => labels, labels => Sample.Random(random, 0, 2000, 0.5));
            var meta = TestBlocks.Write(folder, 0, 2000, [.. content.Select(static pair => Sample.Series(pair.Key, pair.Value))]);
            using var block = Block.Open(TestBlocks.Path(folder, meta));
            for (var i = random.Next(6); i > 0; i--)
            {
                var (from, index) = (random.Next(-100, 2000), random.Next(TestBlocks.LabelSets.Length));
                var to = from + random.Next(300);
                block.Delete(from, to, [new Matcher(MatchType.Equal, "i", index.ToString(null, null))], TestContext.Current.CancellationToken);
                var labels = TestBlocks.LabelSets[index];
                content[labels] = [.. content[labels].Where(sample => sample.TimestampMs < from || sample.TimestampMs > to)];
            }

            for (var query = 0; query < 10; query++)
            {
                var min = random.Next(-100, 2000);
                var max = min + random.Next(1 << random.Next(12));
                var expected = content.ToDictionary(
                    static pair => pair.Key, pair => pair.Value.Where(sample => sample.TimestampMs >= min && sample.TimestampMs <= max).ToArray());
                using var samples = new BlockQuerier(block.TryRead()!, min, max);
                using var chunks = new BlockChunkQuerier(block.TryRead()!, min, max);
                Check(expected, Sample.ReadAll(samples.Select(true, null, [], TestContext.Current.CancellationToken)));
                Check(expected, Sample.ReadAll(chunks.Select(true, null, [], TestContext.Current.CancellationToken)));
            }
        }
    }

    [Fact]
    public void Seek_WithDeletions_GivesWhatIsLeftFromThere()
    {
        var random = new Random(12);
        using var folder = new TemporaryFolder();
        var content = Sample.Random(random, 0, 2000, 0.5);
        var meta = TestBlocks.Write(folder, 0, 2000, [Sample.Series(TestBlocks.LabelSets[0], content)]);
        using var block = Block.Open(TestBlocks.Path(folder, meta));
        block.Delete(300, 600, [], TestContext.Current.CancellationToken);
        using var querier = new BlockQuerier(block.TryRead()!, 0, 2000);
        for (var round = 0; round < 200; round++)
        {
            using var set = querier.Select(true, null, [], TestContext.Current.CancellationToken);
            Assert.True(set.MoveNext());
            var cursor = set.Samples();
            var time = random.Next(2000);
            var times = new long[3];
            var read = round % 2 == 0 ? cursor.ReadFloats(times, new double[3]) : 0;
            var last = read > 0 ? times[read - 1] : -1;
            cursor.Seek(time);
            Assert.Equal(
                content.Where(sample => sample.TimestampMs >= time && sample.TimestampMs > last && sample.TimestampMs is (< 300 or > 600)),
                Sample.ReadAll(cursor, columns: 7));
        }
    }

    [Fact]
    public void Select_ChunksThatTheRangeDoesNotCut_PassAsTheyAre()
    {
        using var folder = new TemporaryFolder();
        var series = Sample.Series(TestBlocks.LabelSets[0], [.. Enumerable.Range(0, 300).Select(static i => Sample.Float(i, i))]);
        var meta = TestBlocks.Write(folder, 0, 300, [series]);
        using var block = Block.Open(TestBlocks.Path(folder, meta));
        using var querier = new BlockChunkQuerier(block.TryRead()!, 110, 250);
        Assert.Equal([(110L, 119L), (120, 239), (240, 250)], Times(querier, null));
        Assert.Equal([(0L, 119L), (120, 239), (240, 299)], Times(querier, new SelectHints { DisableTrimming = true }));
        Assert.Equal([(130L, 140L)], Times(querier, new SelectHints { StartMs = 130, EndMs = 140 }));

        using var whole = new BlockChunkQuerier(block.TryRead()!, 0, 299);
        using var set = whole.Select(true, null, [], TestContext.Current.CancellationToken);
        Assert.True(set.MoveNext());
        foreach (var chunk in series.Chunks)
        {
            Assert.True(set.MoveNextChunk());
            Assert.Equal(chunk.Data, set.Chunk.Data.ToArray());
        }
    }

    [Fact]
    public void Select_Shards_GiveEachSeriesOnce()
    {
        using var folder = new TemporaryFolder();
        var meta = TestBlocks.Write(folder, 0, 10, [.. TestBlocks.LabelSets.Select(static labels => Sample.Series(labels, Sample.Float(1, 1)))]);
        using var block = Block.Open(TestBlocks.Path(folder, meta));
        using var querier = new BlockQuerier(block.TryRead()!, 0, 10);
        var all = Enumerable.Range(0, 3).SelectMany(shard => Sample.ReadAll(
            querier.Select(true, new SelectHints { ShardCount = 3, ShardIndex = (ulong)shard }, [], TestContext.Current.CancellationToken)).Keys);
        Assert.Equal(TestBlocks.LabelSets, all.Order());
        Assert.Equal(
            TestBlocks.LabelSets.Take(2), Sample.ReadAll(querier.Select(true, new SelectHints { Limit = 2 }, [], TestContext.Current.CancellationToken)).Keys);
    }

    [Fact]
    public void Select_FloatsWithoutStartTimesInXor2_StayInXor2WhenCut()
    {
        using var folder = new TemporaryFolder();
        var writer = new ChunkSequenceWriter(ChunkEncoding.Xor2);
        writer.Append(1, 1);
        writer.Append(2, 2);
        writer.Finish();
        var meta = TestBlocks.Write(folder, 0, 10, [new TestSeries(TestBlocks.LabelSets[0], new TestChunk(1, 2, ChunkEncoding.Xor2, writer.Finished.Data.ToArray()))]);
        using var block = Block.Open(TestBlocks.Path(folder, meta));
        using var querier = new BlockChunkQuerier(block.TryRead()!, 2, 10);
        using var set = querier.Select(true, null, [], TestContext.Current.CancellationToken);
        Assert.True(set.MoveNext() && set.MoveNextChunk());
        Assert.Equal(ChunkEncoding.Xor2, set.Chunk.Encoding);
    }

    private static List<(long, long)> Times(BlockChunkQuerier querier, SelectHints? hints)
    {
        using var set = querier.Select(true, hints, [], TestContext.Current.CancellationToken);
        var times = new List<(long, long)>();
        while (set.MoveNext())
        {
            while (set.MoveNextChunk())
            {
                times.Add((set.Chunk.MinTimeMs, set.Chunk.MaxTimeMs));
            }
        }

        return times;
    }

    /// <summary>A series without samples in the range may be there or not.</summary>
    private static void Check(Dictionary<Labels, Sample[]> expected, Dictionary<Labels, List<Sample>> read)
    {
        Assert.All(read.Keys, labels => Assert.Contains(labels, expected));
        foreach (var (labels, samples) in expected)
        {
            Assert.Equal(samples, read.GetValueOrDefault(labels, []));
        }
    }
}
