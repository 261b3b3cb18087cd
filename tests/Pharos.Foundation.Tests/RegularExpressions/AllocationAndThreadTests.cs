using System.Text;
using Pharos.Foundation.RegularExpressions;
using Pharos.Testing.RegularExpressions;

namespace Pharos.Foundation.Tests.RegularExpressions;

public sealed class AllocationAndThreadTests
{
    [Theory]
    [InlineData("foo")]
    [InlineData("a|b|c|d|e|f|g|h|i")]
    [InlineData("foo.*")]
    [InlineData(".*foo.*bar.+")]
    [InlineData("(?i)prometheus")]
    [InlineData("[a-z]+-[0-9]+")]
    [InlineData("(?-s:.*)foo\\b.*")]
    [InlineData("\\pL+[^é]*")]
    public void IsMatch_FamiliarTexts_DoesNotAllocate(string pattern)
    {
        var regex = AnchoredRegex.Compile(pattern);
        byte[][] texts = [.. new[] { "", "foo", "foo-bar-1", "node-17", "PROMETHEUſ", "a", "日本é", "x\ny" }.Select(Encoding.UTF8.GetBytes)];
        foreach (var text in texts)
        {
            regex.IsMatch(text);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            foreach (var text in texts)
            {
                regex.IsMatch(text);
            }
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("(?i)({0})")]
    [InlineData("(?i)(?:{0})[0-9]?")]
    [InlineData("(?i){0}")]
    public void Compile_ManyWordsOfAnyCase_AllocatesInProportion(string form)
    {
        var words = Enumerable.Range(0, 1000).Select(static i => $"node{(char)('a' + i % 26)}{(char)('a' + i / 26 % 26)}web{i % 7}");
        var pattern = form.Replace("{0}", string.Join('|', words), StringComparison.Ordinal);
        AnchoredRegex.Compile("(?i)(warm|up)[0-9]?");

        var before = GC.GetAllocatedBytesForCurrentThread();
        var regex = AnchoredRegex.Compile(pattern);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(regex.IsMatch("NodeAAweb0"u8));
        Assert.InRange(allocated, 1, 600L * pattern.Length);
    }

    [Fact]
    public void Match_FamiliarTexts_DoesNotAllocate()
    {
        var regex = AnchoredRegex.Compile("([^:]+):(\\d+)");
        Span<int> groups = stackalloc int[6];
        regex.Match("host:9100"u8, groups);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Assert.True(regex.Match("host:9100"u8, groups));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void SharedRegex_ManyThreads_GiveTheAnswersOfOne()
    {
        foreach (var (pattern, _) in RegexCases.Generate(seed: 21).Take(60).Append(new("[ab]*a[ab]{14}(c|d)*", [])))
        {
            byte[][] texts = [.. RegexCases.Generate(seed: 22).Take(40).SelectMany(each => each.Values), .. Random(2000)];
            var single = AnchoredRegex.Compile(pattern);
            var shared = AnchoredRegex.Compile(pattern);
            bool[] expected = Array.ConvertAll(texts, text => single.IsMatch(text));
            Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, worker =>
            {
                var groups = new int[2 * (shared.GroupCount + 1)];
                for (var i = 0; i < texts.Length; i++)
                {
                    var place = (i + (worker * 31)) % texts.Length;
                    Assert.Equal(expected[place], shared.IsMatch(texts[place]));
                    Assert.Equal(expected[place], shared.Match(texts[place], groups));
                }
            });
        }
    }

    private static IEnumerable<byte[]> Random(int count)
    {
        var random = new Random(4);
        for (var i = 0; i < count; i++)
        {
            yield return [.. Enumerable.Range(0, 24).Select(_ => (byte)"ab"[random.Next(2)])];
        }
    }
}
