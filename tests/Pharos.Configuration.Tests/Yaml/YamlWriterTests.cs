using FsCheck;
using FsCheck.Fluent;
using Pharos.Configuration.Yaml;
using Property = Pharos.Testing.Property;

namespace Pharos.Configuration.Tests.Yaml;

public sealed class YamlWriterTests
{
    /// <summary>Pieces that mean something in YAML, so that most texts of them are dangerous.</summary>
    private static readonly string[] Pieces =
    [
        " ", "  ", "\n", "\t", "\r", ":", ": ", "#", " #", "-", "- ", "?", "? ", ",", "[", "]", "{", "}", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`", "<", "<<", "=", "~",
        "\\", "a", "b c", "null", "Null", "true", "yes", "No", "on", "off", "y", "n", "0", "1", "0x1f", "0o7", "1e3", "1_000", ".5", ".inf", ".NaN", "-.inf", "+1", "1:30", "2001-12-14", "15s", "1GiB",
        "\0", "\u0007", "\u001b", "\u007f", "\u0085", "\u00a0", "\u2028", "\u2029", "\ufeff", "\ufffe", "é", "日本", "😀", "---", "...", "$1", "http://a:1/b?c=d#e",
    ];

    private static readonly Gen<string> Texts = Gen.Elements(Pieces).ListOf().Select(static pieces => string.Concat(pieces));

    [Fact]
    public void Quoted_AnyText_IsReadAsItself() => Property.Holds(Texts, static text => IsKept(text), cases: 20_000);

    [Fact]
    public void Quoted_TextsOfFsCheck_AreReadAsThemselves() => Property.Holds<NonNull<string>>(static text => IsKept(text.Get.EnumerateRunes().Aggregate("", static (all, rune) => all + rune)), cases: 2000);

    [Fact]
    public void Scalar_AnyKeyAndText_AreReadAsThemselves() => Property.Holds(
        from key in Texts
        from text in Texts
        select (key, text),
        static pair =>
        {
            var yaml = new YamlWriter();
            yaml.Begin("outer");
            yaml.Scalar(pair.key, pair.text);
            yaml.BeginList("list");
            yaml.Item(pair.text);
            yaml.End();
            var outer = YamlDocument.Parse(yaml.ToString())!["outer"]!;
            return pair.key == "list" || (outer[pair.key]!.Text == pair.text && !outer[pair.key]!.IsNull && outer["list"]!.Items[0].Text == pair.text);
        },
        cases: 5000);

    [Theory]
    [InlineData("hello", "hello")]
    [InlineData("<secret>", "<secret>")]
    [InlineData("<<", "\"<<\"")]
    [InlineData("15s", "15s")]
    [InlineData("100MiB", "100MiB")]
    [InlineData("1e3", "\"1e3\"")]
    [InlineData("0x10", "\"0x10\"")]
    [InlineData("10", "\"10\"")]
    [InlineData("2001-12-14", "\"2001-12-14\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("null", "\"null\"")]
    [InlineData("", "\"\"")]
    [InlineData("a: b", "\"a: b\"")]
    [InlineData("a:b", "a:b")]
    [InlineData("a #b", "\"a #b\"")]
    [InlineData("a\nb", "\"a\\nb\"")]
    [InlineData("http://a:1/b", "http://a:1/b")]
    public void Quoted_Text_HasQuotesWhereItNeedsThem(string text, string written) => Assert.Equal(written, YamlWriter.Quoted(text));

    private static bool IsKept(string text)
    {
        var node = YamlDocument.Parse("a: " + YamlWriter.Quoted(text))!["a"]!;
        return node.Kind == YamlKind.Scalar && node.Text == text && !node.IsNull && YamlDocument.Parse(YamlWriter.Quoted(text))!.Text == text;
    }
}
