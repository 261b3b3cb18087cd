using Pharos.Foundation.RegularExpressions;

namespace Pharos.Foundation.Tests.RegularExpressions;

public sealed class InvalidUtf8Tests
{
    public static TheoryData<string, byte[], bool> Cases => new()
    {
        { ".", [0xFF], true },
        { "..", [0xE2, 0x82], true },
        { ".", [0xE2, 0x82], false },
        { ".", [0xE2, 0x82, 0xAC], true },
        { "...", [0xED, 0xA0, 0x80], true },
        { "....", [0xF4, 0x90, 0x80, 0x80], true },
        { "..", [0xC0, 0x80], true },
        { "\\x{FFFD}", [0xFF], true },
        { "\\x{FFFD}+x", [0xEF, 0xBF, 0xBD, 0x80, (byte)'x'], true },
        { "\\W", [0x80], true },
        { "[^a]", [0xC3], true },
        { "[é]", [0xC3], false },
        { "\\pS", [0xFF], true },
        { "a.*b", [(byte)'a', 0xFF, (byte)'b'], true },
        { "a.+b", [(byte)'a', 0x80, (byte)'b'], true },
        { ".*é", [0xC3, 0xC3, 0xA9], true },
        { "é.+", [0xC3, 0xA9, 0x80], true },
        { ".+é.+", [0xC3, 0xC3, 0xA9], false },
        { ".*", [0xFF, 0xFE], true },
        { ".+", [0xFF], true },
        { "(?-s:.*)", [0xFF, (byte)'\n'], false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void IsMatch_InvalidByte_IsOneReplacementCharacter(string pattern, byte[] text, bool expected)
    {
        Assert.Equal(expected, AnchoredRegex.Compile(pattern).IsMatch(text));
        Assert.Equal(expected, Re2Regex.Compile("^(?s:" + pattern + ")$").IsMatch(text));
    }

    [Fact]
    public void Compile_PlainTextsOfAnyBytes_MatchThemselves()
    {
        byte[] pattern = [(byte)'a', 0xFF, (byte)'|', 0xC3];
        var regex = AnchoredRegex.Compile(pattern);
        Assert.True(regex.IsMatch([(byte)'a', 0xFF]));
        Assert.True(regex.IsMatch([0xC3]));
        Assert.False(regex.IsMatch([0xFF]));
        Assert.Equal(2, regex.LiteralAlternatives!.Count);
    }
}
