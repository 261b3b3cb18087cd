using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.RegularExpressions;

namespace Pharos.Foundation.Tests.RegularExpressions;

public sealed class LiteralPatternTests
{
    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("h-1.example.com:9100")]
    [InlineData(@"\.+*?()|[]{}^$-#&~é")]
    public void Append_AnyText_MatchesItAlone(string text)
    {
        var pattern = new ByteBuffer();
        LiteralPattern.Append(pattern, Encoding.UTF8.GetBytes(text));

        var regex = AnchoredRegex.Compile(pattern.Written);

        Assert.True(regex.IsMatch(Encoding.UTF8.GetBytes(text)));
        Assert.False(regex.IsMatch(Encoding.UTF8.GetBytes(text + "x")));
        Assert.False(regex.IsMatch(Encoding.UTF8.GetBytes(text.Replace('.', 'x') + "x")));
        Assert.Equal([Encoding.UTF8.GetBytes(text)], regex.LiteralAlternatives);
    }
}
