using System.Text;
using Pharos.Model;

namespace Pharos.Tsdb.Tests.Blocks;

public sealed class LabelSelectionTests
{
    [Theory]
    [InlineData(60, 5, 3)]
    [InlineData(2000, 1000, 4)]
    [InlineData(6000, 20, 10)]
    public void NamesAndValues_RandomMatchers_AreThoseOfTheSeries(int series, int manyValues, int seed)
    {
        var random = new Random(seed);
        var sets = RandomSeries.Sets(random, series, manyValues);
        using var index = TestIndex.Open(sets);
        for (var i = 0; i < 300; i++)
        {
            var matchers = RandomSeries.Matchers(random, manyValues);
            var limit = random.Next(4) == 0 ? 3 : 0;
            var matching = Array.FindAll(sets, set => Selector.MatchesAll(set.View, matchers));
            Assert.Equal(Expected(matching, null, limit), Texts(index.LabelNames(limit, matchers, TestContext.Current.CancellationToken)));
            foreach (var name in new[] { "a", "__name__", "absent", "" })
            {
                var values = index.LabelValues(Encoding.UTF8.GetBytes(name), limit, matchers, TestContext.Current.CancellationToken);
                Assert.Equal(Expected(matching, name, limit), Texts(values));
            }
        }
    }

    private static string[] Expected(Labels[] sets, string? name, int limit)
    {
        var texts = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var set in sets)
        {
            foreach (var label in set.View)
            {
                if (name is null)
                {
                    texts.Add(Encoding.UTF8.GetString(label.Name));
                }
                else if (Encoding.UTF8.GetString(label.Name) == name)
                {
                    texts.Add(Encoding.UTF8.GetString(label.Value));
                }
            }
        }

        return [.. limit == 0 ? texts : texts.Take(limit)];
    }

    private static string[] Texts(IEnumerable<byte[]> texts) => [.. texts.Select(Encoding.UTF8.GetString)];
}
