using Pharos.Configuration.Yaml;

namespace Pharos.Configuration.Tests.Yaml;

public sealed class YamlDocumentTests
{
    [Theory]
    [InlineData("a: 1\na: 2", 2, 1, "key \"a\" is already set in this mapping")]
    [InlineData("a: {b: 1, 'b': 2}", 1, 11, "key \"b\" is already set in this mapping")]
    [InlineData("a: *b", 1, 4, "alias b names nothing before it")]
    [InlineData("a: &b [*b]", 1, 8, "alias b stands inside of what it names")]
    [InlineData("[a]: b", 1, 1, "a key must be a text")]
    [InlineData("<<: [a]", 1, 6, "only mappings can be merged")]
    public void Parse_WhatIsNotTaken_IsReportedWithItsPlace(string text, int line, int column, string reason)
    {
        var error = Assert.Throws<YamlException>(() => YamlDocument.Parse(text));
        Assert.Equal((line, column, reason), (error.Line, error.Column, error.Reason));
    }

    [Theory]
    [InlineData("a: [")]
    [InlineData("a: {b")]
    [InlineData("a: 'b")]
    [InlineData("a: \"\\q\"")]
    [InlineData("a:\n\tb: c")]
    [InlineData("a: b\n c: d")]
    [InlineData("a: b: c")]
    [InlineData("%YAML 9.9\n---\na: b")]
    [InlineData("@a")]
    [InlineData("a: &b")]
    [InlineData("? a\n: : b")]
    [InlineData("\u0001")]
    [InlineData("...\n...\n}")]
    [InlineData("!!]")]
    public void Parse_Broken_ThrowsNothingElse(string text)
    {
        try
        {
            YamlDocument.Parse(text);
        }
        catch (YamlException error)
        {
            Assert.True(error.Line > 0 && error.Column > 0 && error.Reason.Length > 0, error.ToString());
        }
    }

    [Fact]
    public void Parse_Aliases_ShareTheirNode()
    {
        var root = YamlDocument.Parse("a: &x {b: 1}\nc: *x\nd: &x 2\ne: *x")!;
        Assert.Same(root["a"], root["c"]);
        Assert.Equal("2", root["e"]!.Text);
    }

    [Fact]
    public void Parse_MergeKeys_AddWhatTheMappingDoesNotSay()
    {
        var root = YamlDocument.Parse("x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\none: {<<: *x, b: 3}\ntwo: {<<: [*y, *x], d: 4}\nthree: {'<<': 5}")!;
        Assert.Equal("b=3 a=1", Show(root["one"]!));
        Assert.Equal("d=4 b=2 c=2 a=1", Show(root["two"]!));
        Assert.Equal("<<=5", Show(root["three"]!));
    }

    [Fact]
    public void Parse_AliasBomb_IsRefused()
    {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 30).Select(static i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        Assert.Contains("aliases repeat so much", Assert.Throws<YamlException>(() => YamlDocument.Parse(text)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_MergeBomb_IsRefused()
    {
        var text = "a0: &a0 {x: 1}\n" + string.Concat(Enumerable.Range(1, 5000).Select(static i => $"a{i}: &a{i} {{<<: [*a{i - 1}], k{i}: 1}}\n"));
        Assert.Contains("keys are merged", Assert.Throws<YamlException>(() => YamlDocument.Parse(text)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    public void Parse_DeepNesting_IsRefused(string open, string close)
    {
        Assert.NotNull(YamlDocument.Parse(Repeat(open, 98) + "x" + Repeat(close, 98)));
        Assert.Contains("levels deep", Assert.Throws<YamlException>(() => YamlDocument.Parse(Repeat(open, 200) + "x" + Repeat(close, 200))).Reason, StringComparison.Ordinal);
        Assert.Throws<YamlException>(() => YamlDocument.Parse(Repeat(open, 100_000)));
    }

    [Theory]
    [InlineData("- - - - ", 30)]
    [InlineData("? ", 1000)]
    [InlineData("? - ", 5000)]
    public void Parse_DeepBlocks_AreRefused(string open, int times) => Assert.Throws<YamlException>(() => YamlDocument.Parse(Repeat(open, times) + "x"));

    [Theory]
    [InlineData("a: 'x'", false, false)]
    [InlineData("a: x", true, false)]
    [InlineData("a: ", true, true)]
    [InlineData("a: ~", true, true)]
    [InlineData("a: ''", false, false)]
    [InlineData("a: 'null'", false, false)]
    [InlineData("a: !!str null", false, false)]
    [InlineData("a: |\n  null", false, false)]
    public void Parse_Scalars_KnowWhetherTheyWereQuoted(string text, bool isPlain, bool isNull)
    {
        var node = YamlDocument.Parse(text)!["a"]!;
        Assert.Equal((isPlain, isNull), (node.IsPlain, node.IsNull));
    }

    [Fact]
    public void Parse_Nodes_KnowTheirPlaces()
    {
        var root = YamlDocument.Parse("# comment\na:\n  - b: 1\n    c: 2\n")!;
        var c = root["a"]!.Items[0].Entries[1];
        Assert.Equal((4, 5, 4, 8), (c.Key.Line, c.Key.Column, c.Value.Line, c.Value.Column));
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static string Show(YamlNode node) => string.Join(' ', node.Entries.Select(static entry => $"{entry.Key.Text}={entry.Value.Text}"));
}
