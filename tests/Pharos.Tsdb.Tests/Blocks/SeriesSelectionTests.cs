using Pharos.Model;
using Pharos.Tsdb.Blocks.Indexing;
using MatchType = Pharos.Model.MatchType;

namespace Pharos.Tsdb.Tests.Blocks;

public sealed class SeriesSelectionTests
{
    private static readonly Labels[] Few =
    [
        Labels.Of(("__name__", "up"), ("job", "node"), ("instance", "a")),
        Labels.Of(("__name__", "up"), ("job", "node"), ("instance", "b")),
        Labels.Of(("__name__", "up"), ("job", "api")),
        Labels.Of(("__name__", "down"), ("job", "api"), ("instance", "b")),
    ];

    [Theory]
    [InlineData(MatchType.Equal, "job", "node", 2)]
    [InlineData(MatchType.Equal, "instance", "", 1)]
    [InlineData(MatchType.NotEqual, "instance", "", 3)]
    [InlineData(MatchType.NotEqual, "instance", "b", 2)]
    [InlineData(MatchType.NotEqual, "absent", "b", 4)]
    [InlineData(MatchType.NotEqual, "absent", "", 0)]
    [InlineData(MatchType.Equal, "absent", "", 4)]
    [InlineData(MatchType.Regex, "instance", ".*", 4)]
    [InlineData(MatchType.Regex, "instance", ".+", 3)]
    [InlineData(MatchType.Regex, "instance", "a|b", 3)]
    [InlineData(MatchType.Regex, "instance", "a|", 2)]
    [InlineData(MatchType.NotRegex, "instance", "a|", 2)]
    [InlineData(MatchType.NotRegex, "instance", ".*", 0)]
    [InlineData(MatchType.NotRegex, "instance", ".+", 1)]
    [InlineData(MatchType.Regex, "__name__", "u.*", 3)]
    [InlineData(MatchType.NotRegex, "__name__", "u.*", 1)]
    [InlineData(MatchType.Equal, "", "", 4)]
    [InlineData(MatchType.NotEqual, "", "", 0)]
    public void Select_OneMatcher_FindsSoMany(MatchType type, string name, string value, int expected)
    {
        using var index = TestIndex.Open(Few);
        Assert.Equal(expected, TestIndex.Select(index, new Matcher(type, name, value)).Length);
    }

    [Fact]
    public void Select_NoMatcher_FindsAllInOrder()
    {
        using var index = TestIndex.Open(Few);
        Assert.Equal(Few.Order(), TestIndex.Select(index));
    }

    [Fact]
    public void Select_Contradiction_FindsNothing()
    {
        using var index = TestIndex.Open(Few);
        Assert.Empty(TestIndex.Select(index, new Matcher(MatchType.Equal, "job", "node"), new Matcher(MatchType.Equal, "job", "api")));
        Assert.Empty(TestIndex.Select(index, new Matcher(MatchType.Equal, "job", "node"), new Matcher(MatchType.NotEqual, "job", "node")));
    }

    [Theory]
    [InlineData(60, 5, 1)]
    [InlineData(3000, 2000, 2)]
    public void Select_RandomMatchers_FindsWhatTestingEachSeriesFinds(int series, int manyValues, int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 5; round++)
        {
            var sets = RandomSeries.Sets(random, series, manyValues);
            using var index = TestIndex.Open(sets);
            for (var i = 0; i < 300; i++)
            {
                var matchers = RandomSeries.Matchers(random, manyValues);
                var expected = Array.FindAll(sets, set => Selector.MatchesAll(set.View, matchers));
                var actual = TestIndex.Select(index, matchers);
                Assert.True(expected.SequenceEqual(actual), $"{string.Join<Matcher>(",", matchers)}: expected {expected.Length}, found {actual.Length}");
            }
        }
    }

    [Fact]
    public void Select_Cancelled_Throws()
    {
        using var index = TestIndex.Open(Few);
        Assert.Throws<OperationCanceledException>(() => index.Select([], new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Seek_AnyIdFromAnyPlace_FindsTheFirstNotBelow()
    {
        uint[] ids = [2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 4_000_000_000];
        byte[] bytes = [.. ids.SelectMany(static id => new[] { (byte)(id >> 24), (byte)(id >> 16), (byte)(id >> 8), (byte)id })];
        for (var from = 0; from <= ids.Length; from++)
        {
            foreach (var wanted in ids.SelectMany(static id => new[] { id - 1, id, id + 1 }))
            {
                var expected = from;
                while (expected < ids.Length && ids[expected] < wanted)
                {
                    expected++;
                }

                Assert.Equal(expected, new BigEndianIds(bytes).Seek(from, wanted));
            }
        }
    }
}
