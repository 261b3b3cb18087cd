using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.RegularExpressions;

namespace Pharos.Foundation.Tests.RegularExpressions;

public sealed class ReplacementTests
{
    [Theory]
    [InlineData("$1-$2", "host-9100")]
    [InlineData("${1}x", "hostx")]
    [InlineData("$1x", "")]
    [InlineData("$name:$port", "host:9100")]
    [InlineData("${name}_$$", "host_$")]
    [InlineData("$0", "host:9100")]
    [InlineData("$9", "")]
    [InlineData("$01", "")]
    [InlineData("$nameé", "")]
    [InlineData("$name-", "host-")]
    [InlineData("cost: $", "cost: $")]
    [InlineData("$ {1}", "$ {1}")]
    [InlineData("${1", "${1")]
    [InlineData("${}", "${}")]
    [InlineData("${a b}", "${a b}")]
    [InlineData("$$1", "$1")]
    [InlineData("$3", "")]
    [InlineData("é$port", "é9100")]
    public void Expand_Template_FollowsGo(string template, string expected)
    {
        var regex = AnchoredRegex.Compile("(?P<name>[^:]+):(?P<port>\\d+)(x)?");
        var groups = new int[8];
        var input = "host:9100"u8;
        Assert.True(regex.Match(input, groups));
        var buffer = new ByteBuffer();
        regex.Expand(buffer, Encoding.UTF8.GetBytes(template), input, groups);
        Assert.Equal(expected, buffer.ToString());
    }

    [Fact]
    public void Expand_NameThatSeveralGroupsHave_TakesTheFirstThatTookPart()
    {
        var regex = AnchoredRegex.Compile("(?P<n>a)|(?P<n>b)");
        Span<int> groups = stackalloc int[6];
        Assert.True(regex.Match("b"u8, groups));
        var buffer = new ByteBuffer();
        regex.Expand(buffer, "<$n>"u8, "b"u8, groups);
        Assert.Equal("<b>", buffer.ToString());
    }

    [Theory]
    [InlineData("a", "banana", "<$0>", "b<a>n<a>n<a>")]
    [InlineData("a*", "baac", "x", "xbxcx")]
    [InlineData("", "日b", "-", "-日-b-")]
    [InlineData("b*", "abb", "x", "xax")]
    [InlineData("^", "ab", ">", ">ab")]
    [InlineData("(?m)^", "a\nb", ">", ">a\n>b")]
    [InlineData("$", "ab", "<", "ab<")]
    [InlineData("x", "ab", "y", "ab")]
    [InlineData("(a)(b)?", "abа", "$2$1", "baа")]
    [InlineData("\\b", "ab c", "|", "|ab| |c|")]
    public void ReplaceAll_Matches_AreReplacedAsGoDoes(string pattern, string text, string template, string expected)
    {
        var buffer = new ByteBuffer();
        Re2Regex.Compile(pattern).ReplaceAll(buffer, Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(template));
        Assert.Equal(expected, buffer.ToString());
    }

    [Fact]
    public void ReplaceAll_EmptyMatchesInInvalidUtf8_GoByteByByte()
    {
        var buffer = new ByteBuffer();
        Re2Regex.Compile("").ReplaceAll(buffer, [0xFF, 0xE2, (byte)'a'], "-"u8);
        Assert.Equal([(byte)'-', 0xFF, (byte)'-', 0xE2, (byte)'-', (byte)'a', (byte)'-'], buffer.ToArray());
    }
}
