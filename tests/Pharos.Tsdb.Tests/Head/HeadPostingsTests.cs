using Pharos.Model;
using MatchType = Pharos.Model.MatchType;

namespace Pharos.Tsdb.Tests.Head;

public sealed class HeadPostingsTests
{
    private static readonly string[] Names = ["a", "b", "c", "d"];
    private static readonly string[] Values = ["", "x", "y", "yy", "z", "foo", "foobar"];
    private static readonly string[] Patterns = ["", "x", "x|y", "y.*", ".*", ".+", "foo.*", "(x|)", "[xy]", "foo(bar)?", "nothing"];

    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 400)]
    [InlineData(3, 3000)]
    public void Select_RandomMatchers_EqualsAskingEachSeries(int seed, int count)
    {
        using var fixture = new HeadFixture();
        var random = new Random(seed);
        var series = new HashSet<Labels>();
        for (var i = 0; i < count; i++)
        {
            series.Add(Labels.Of([("i", $"{random.Next(count)}"), .. Names.Select(name => (name, Values[random.Next(Values.Length)]))]));
        }

        using (var appender = fixture.Head.NewAppender())
        {
            foreach (var labels in series)
            {
                appender.Append(default, labels.View, 1000, 1);
            }

            appender.Commit();
        }

        for (var round = 0; round < 200; round++)
        {
            var matchers = Enumerable.Range(0, random.Next(4)).Select(_ => RandomMatcher(random)).ToArray();
            var expected = series.Where(labels => Selector.MatchesAll(labels.View, matchers)).Order();
            var actual = fixture.Query(0, 2000, matchers).Select(found => found.Labels);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void LabelNamesAndValues_WithMatchers_AreThoseOfTheSeries()
    {
        using var fixture = new HeadFixture();
        fixture.Append(Labels.Of(("a", "2"), ("b", "x")), 1, 1);
        fixture.Append(Labels.Of(("a", "1"), ("c", "x")), 1, 1);
        fixture.Append(Labels.Of(("a", "1"), ("d", "x")), 1, 1);
        using var querier = fixture.Head.NewQuerier(0, 10);
        Assert.Equal(["a", "b", "c", "d"], Texts(querier.LabelNames(0, [], TestContext.Current.CancellationToken)));
        Assert.Equal(["a", "c", "d"], Texts(querier.LabelNames(0, [new Matcher(MatchType.Equal, "a", "1")], TestContext.Current.CancellationToken)));
        Assert.Equal(["a", "b"], Texts(querier.LabelNames(2, [], TestContext.Current.CancellationToken)));
        Assert.Equal(["1", "2"], Texts(querier.LabelValues("a"u8, 0, [], TestContext.Current.CancellationToken)));
        Assert.Equal(["2"], Texts(querier.LabelValues("a"u8, 0, [new Matcher(MatchType.Equal, "b", "x")], TestContext.Current.CancellationToken)));
        Assert.Equal(["1"], Texts(querier.LabelValues("a"u8, 1, [], TestContext.Current.CancellationToken)));
        Assert.Empty(querier.LabelValues("nothing"u8, 0, [], TestContext.Current.CancellationToken));
    }

    private static IEnumerable<string> Texts(IEnumerable<byte[]> values) => values.Select(System.Text.Encoding.UTF8.GetString);

    private static Matcher RandomMatcher(Random random)
    {
        var type = (MatchType)random.Next(4);
        var name = Names[random.Next(Names.Length)];
        return type is MatchType.Equal or MatchType.NotEqual
            ? new Matcher(type, name, Values[random.Next(Values.Length)])
            : new Matcher(type, name, Patterns[random.Next(Patterns.Length)]);
    }
}
