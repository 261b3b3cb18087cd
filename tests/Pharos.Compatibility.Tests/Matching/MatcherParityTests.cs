using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Pharos.Compatibility.Tests.Peers;
using Pharos.Foundation.RegularExpressions;
using Pharos.Model;
using MatchType = Pharos.Model.MatchType;

namespace Pharos.Compatibility.Tests.Matching;

/// <summary>Our matchers accept the values that a selector of the real Prometheus finds, and reject the patterns that it rejects.</summary>
public sealed class MatcherParityTests(ScrapedValues scraped) : IClassFixture<ScrapedValues>
{
    [Fact]
    public async Task Matches_GeneratedPatterns_AcceptsWhatPrometheusSelects()
    {
        var prometheus = scraped.Prometheus;
        var differences = new ConcurrentQueue<string>();
        var compared = 0;
        var rejected = 0;
        var work = scraped.Groups.SelectMany(static group =>
            group.Patterns.Select((pattern, index) => (Group: group, Pattern: pattern, IsNegative: index % 5 == 0)));
        await Parallel.ForEachAsync(
            work,
            new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = TestContext.Current.CancellationToken },
            async (one, _) =>
            {
                var (ours, ourError) = Ours(one.Group, one.Pattern, one.IsNegative);
                var (theirs, theirError) = await TheirsAsync(prometheus, one.Group, one.Pattern, one.IsNegative);
                if (Difference(one.Pattern, ours, ourError, theirs, theirError) is { } difference)
                {
                    differences.Enqueue($"`{one.Pattern}`{(one.IsNegative ? " negated" : "")}: {difference}");
                }

                Interlocked.Increment(ref compared);
                Interlocked.Add(ref rejected, ourError is null ? 0 : 1);
            });

        Assert.True(differences.IsEmpty, string.Join('\n', differences.Take(30)));

        // Were this not so, the test would have seen too little.
        Assert.True(compared >= 3000, $"{compared} patterns");
        Assert.InRange(rejected, compared / 50, compared / 2);
    }

    [Theory]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("a)b(c")]
    [InlineData("[a")]
    [InlineData("[z-a]")]
    [InlineData("[[:nonsense:]]")]
    [InlineData("*")]
    [InlineData("a**")]
    [InlineData("a{2}{3}")]
    [InlineData("a{1001}")]
    [InlineData("a{3,2}")]
    [InlineData("(a{1000}){1000}")]
    [InlineData("\\")]
    [InlineData("\\8")]
    [InlineData("\\pX")]
    [InlineData("\\p{Nonsense}")]
    [InlineData("\\x{110000}")]
    [InlineData("\\xg")]
    [InlineData("\\Cab")]
    [InlineData("(?=a)")]
    [InlineData("(?<=a)")]
    [InlineData("(?P<n m>a)")]
    [InlineData("(?P<1n")]
    [InlineData("(?i")]
    [InlineData("(?z)")]
    [InlineData("(?i-)")]
    [InlineData("a|*")]
    [InlineData("x{2,}*")]
    [InlineData("日本(")]
    public async Task New_PatternThatIsNone_FailsWithTheMessageOfPrometheus(string pattern)
    {
        var group = scraped.Groups[0];
        var prometheus = scraped.Prometheus;
        var ours = Assert.Throws<Re2SyntaxException>(() => new Matcher(MatchType.Regex, group.Label, pattern));
        var (_, theirs) = await TheirsAsync(prometheus, group, pattern, isNegative: false);
        Assert.Equal(theirs, ours.Message);
    }

    private static string? Difference(string pattern, HashSet<string> ours, string? ourError, HashSet<string> theirs, string? theirError)
    {
        if (ourError != theirError)
        {
            return $"ours says '{ourError}', Prometheus '{theirError}'";
        }

        var onlyOurs = ours.Except(theirs).Where(value => !IsKnownDifference(pattern, value)).ToList();
        var onlyTheirs = theirs.Except(ours).Where(value => !IsKnownDifference(pattern, value)).ToList();
        return onlyOurs.Count + onlyTheirs.Count == 0 ? null : $"only ours: {Listed(onlyOurs)}; only Prometheus: {Listed(onlyTheirs)}";
    }

    /// <summary>
    /// For a pattern that ignores case and begins with a literal, Prometheus 3.5 compares as many bytes as the literal has, and so misses
    /// values with letters that are longer in UTF-8 than those they equal: the long s and the sign for Kelvin. Later versions do not.
    /// </summary>
    private static bool IsKnownDifference(string pattern, string value) =>
        pattern.StartsWith("(?i", StringComparison.Ordinal) && value.AsSpan().IndexOfAny('\u017F', '\u212A') >= 0;

    private static string Listed(IEnumerable<string> values) =>
        string.Join(' ', values.Take(5).Select(static value => JsonSerializer.Serialize(value)));

    /// <summary>The values accepted; the empty one stands for the series without the label.</summary>
    private static (HashSet<string> Values, string? Error) Ours(PatternGroup group, string pattern, bool isNegative)
    {
        try
        {
            var matcher = new Matcher(isNegative ? MatchType.NotRegex : MatchType.Regex, group.Label, pattern);
            return ([.. group.Values.Append("").Where(value => matcher.Matches(Encoding.UTF8.GetBytes(value)))], null);
        }
        catch (Re2SyntaxException exception)
        {
            return ([], exception.Message);
        }
    }

    private static async Task<(HashSet<string> Values, string? Error)> TheirsAsync(
        PrometheusServer prometheus, PatternGroup group, string pattern, bool isNegative)
    {
        var text = pattern.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
        var selector = $"{group.Metric}{{{group.Label}{(isNegative ? "!~" : "=~")}\"{text}\"}}";
        var answer = await prometheus.PostAsync("api/v1/series", ("match[]", selector));
        if (answer.Data is { } series)
        {
            var values = series.EnumerateArray().Select(one => one.TryGetProperty(group.Label, out var value) ? value.GetString()! : "");
            return ([.. values], null);
        }

        // The message stands behind the place in the query, which we do not know.
        var begin = answer.Error!.IndexOf("error parsing regexp", StringComparison.Ordinal);
        return ([], begin < 0 ? answer.Error : answer.Error[begin..]);
    }
}
