using Pharos.Model;
using Pharos.Storage.Merging;

namespace Pharos.Storage.Tests.Merging;

public sealed class MergedSeriesSetTests
{
    [Fact]
    public void MoveNext_RandomSets_JoinsSeriesWithTheSameLabels()
    {
        var random = new Random(3);
        for (var round = 0; round < 300; round++)
        {
            var sources = Enumerable.Range(0, random.Next(5)).Select(source => MemorySeries.Random(random, source, 60)).ToArray();
            using var merged = MergedSeriesSet.Of([.. sources.Select(static series => new MemorySeriesSet(series))]);
            var read = new List<(Labels, long[])>();
            SampleCursor? cursor = null;
            while (merged.MoveNext())
            {
                cursor = merged.Samples(cursor);
                read.Add((merged.Labels.ToLabels(), [.. MergeSample.ReadAll(cursor, random).Select(static one => one.Sample.TimestampMs)]));
            }

            var expected = sources.SelectMany(static series => series).GroupBy(static series => series.Labels).OrderBy(static group => group.Key)
                .Select(static group => (
                    group.Key, group.SelectMany(static series => series.Samples).Select(static sample => sample.TimestampMs).Distinct().Order().ToArray()));
            Assert.Equal(expected.Select(static one => one.Key), read.Select(static one => one.Item1));
            Assert.Equal(expected.Select(static one => one.Item2), read.Select(static one => one.Item2));
        }
    }

    [Fact]
    public void MoveNext_Limit_EndsThere()
    {
        var sets = Enumerable.Range(0, 2).Select(
            _ => new MemorySeriesSet([.. Enumerable.Range(0, 9).Select(static one => new MemorySeries(Labels.Of(("a", one.ToString(null, null))), []))]));
        using var merged = MergedSeriesSet.Of([.. sets], limit: 4);
        var count = 0;
        while (merged.MoveNext())
        {
            count++;
        }

        Assert.Equal(4, count);
        Assert.False(merged.MoveNext());
    }

    [Fact]
    public void Of_OneSet_IsThatSet()
    {
        using var set = new MemorySeriesSet([]);
        Assert.Same(set, MergedSeriesSet.Of([set]));
    }

    [Fact]
    public void Dispose_OfAll_AndWarningsOfAll()
    {
        var (left, right) = (new MemorySeriesSet([]), new MemorySeriesSet([]));
        var merged = MergedSeriesSet.Of([left, right]);
        Assert.False(merged.MoveNext());
        Assert.Equal(["of 0", "of 0"], merged.Warnings);
        merged.Dispose();
        Assert.True(left.IsDisposed && right.IsDisposed);
    }
}
