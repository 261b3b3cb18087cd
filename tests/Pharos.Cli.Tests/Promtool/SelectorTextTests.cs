using System.Text;
using Pharos.Cli.Programs.Promtool;

namespace Pharos.Cli.Tests.Promtool;

public sealed class SelectorTextTests
{
    [Theory]
    [InlineData("up", "__name__=\"up\"")]
    [InlineData(" a:b { } ", "__name__=\"a:b\"")]
    [InlineData("{}", "")]
    [InlineData("{job=\"x\",}", "job=\"x\"")]
    [InlineData("up{job='x', code!~`5..`}", "job=\"x\" code!~\"5..\" __name__=\"up\"")]
    [InlineData("{\"über\",\"a.b\"!=\"c\"}", "__name__=\"über\" \"a.b\"!=\"c\"")]
    [InlineData("{__name__=~'(?s:.*)'}", "__name__=~\"(?s:.*)\"")]
    [InlineData("{a=\"\\x41\\u00e9\\101\\n\\\"'\"}", "a=\"AéA\\n\\\"'\"")]
    [InlineData("{a='\\'\"'}", "a=\"'\\\"\"")]
    [InlineData("{a=`\\n`}", "a=\"\\\\n\"")]
    public void Parse_Selector_GivesMatchers(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', SelectorText.Parse(text).Select(static matcher => matcher.ToString())));

    [Theory]
    [InlineData("", "unknown position: parse error: unexpected end of input")]
    [InlineData("{", "1:2: parse error: unexpected end of input inside braces")]
    [InlineData("a{b}", "1:4: parse error: unexpected \"}\" in label matching, expected label matching operator")]
    [InlineData("a{b=c}", "1:5: parse error: unexpected identifier \"c\" in label matching, expected string")]
    [InlineData("a{b=\"c\" d=\"e\"}", "1:9: parse error: unexpected identifier \"d\" in label matching, expected \",\" or \"}\"")]
    [InlineData("a{1=\"c\"}", "1:3: parse error: unexpected character inside braces: '1'")]
    [InlineData("{a=\"b}", "1:4: parse error: unterminated quoted string")]
    [InlineData("{a=`b}", "1:4: parse error: unterminated raw string")]
    [InlineData("{\na=\"\\q\"}", "2:3: parse error: unknown escape sequence U+0071 'q'")]
    [InlineData("{a=\"\\ud800\"}", "1:4: parse error: escape sequence is an invalid Unicode code point")]
    [InlineData("{x=~\"(\"}", "1:2: parse error: error parsing regexp: missing closing ): `(`")]
    [InlineData("a[5m]", "1:2: parse error: unexpected \"[\"")]
    public void Parse_BrokenSelector_SaysWhere(string text, string expected) =>
        Assert.Equal(expected, Assert.Throws<PromtoolException>(() => SelectorText.Parse(text)).Message);

    [Fact]
    public void Parse_AnyText_IsMatchersOrOneException()
    {
        const string Pieces = "{}\"'`\\,=~!ab1 \nxuU07é[(";
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var text = new StringBuilder("a{b=\"c\"}");
            for (var edit = random.Next(5); edit >= 0; edit--)
            {
                text.Insert(random.Next(text.Length + 1), Pieces[random.Next(Pieces.Length)]);
            }

            try
            {
                SelectorText.Parse(text.ToString());
            }
            catch (PromtoolException exception)
            {
                Assert.Contains(": parse error: ", exception.Message, StringComparison.Ordinal);
            }
        }
    }
}
