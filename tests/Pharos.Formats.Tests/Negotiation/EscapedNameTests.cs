using System.Text;
using Pharos.Formats.Negotiation;
using Pharos.Foundation.Bytes;
using Pharos.Model;
using Pharos.Testing;

namespace Pharos.Formats.Tests.Negotiation;

public sealed class EscapedNameTests
{
    [Theory]
    [InlineData("", "", "", "")]
    [InlineData("http_requests:rate5m", "http_requests:rate5m", "http__requests:rate5m", "http_requests:rate5m")]
    [InlineData("http.requests", "http_requests", "http_dot_requests", "U__http_2e_requests")]
    [InlineData("a_b.c", "a_b_c", "a__b_dot_c", "U__a__b_2e_c")]
    [InlineData("1a", "_a", "__a", "U___31_a")]
    [InlineData("a1 b", "a1_b", "a1__b", "U__a1_20_b")]
    [InlineData("zürich", "z_rich", "z__rich", "U__z_fc_rich")]
    [InlineData("日本", "__", "____", "U___65e5__672c_")]
    [InlineData("x😀", "x_", "x__", "U__x_1f600_")]
    public void Append_Name_IsEscapedByTheScheme(string name, string underscores, string dots, string values)
    {
        Assert.Equal(name, Escape(name, EscapingScheme.AllowUtf8));
        Assert.Equal(underscores, Escape(name, EscapingScheme.Underscores));
        Assert.Equal(dots, Escape(name, EscapingScheme.Dots));
        Assert.Equal(values, Escape(name, EscapingScheme.Values));
    }

    [Fact]
    public void Append_BytesThatAreNoUtf8_CountAsReplacementCharacters()
    {
        var escaped = new ByteBuffer();
        EscapedName.Append(escaped, [(byte)'a', 0xE6, 0x97, (byte)'b'], EscapingScheme.Values);
        Assert.Equal("U__a_fffd__fffd_b", escaped.ToString());
    }

    [Theory]
    [InlineData("a_dot_b__c", "a.b_c")]
    [InlineData("___dot_", "_.")]
    [InlineData("_dot__dot_", "..")]
    [InlineData("a_b", "a_b")]
    public void AppendOriginal_Dots_UndoesWhatItCan(string escaped, string original) =>
        Assert.Equal(original, Unescape(escaped, EscapingScheme.Dots));

    [Theory]
    [InlineData("http_2e_requests")]
    [InlineData("U__a_2e")]
    [InlineData("U__a_")]
    [InlineData("U__a_xyz_")]
    [InlineData("U__a_1234567_")]
    [InlineData("U__a_110000_")]
    [InlineData("U__a_d800_")]
    public void AppendOriginal_ValuesThatAreNone_AreLeftAlone(string name) => Assert.Equal(name, Unescape(name, EscapingScheme.Values));

    [Fact]
    public void AppendOriginal_Underscores_CannotBeUndone() => Assert.Equal("a__b", Unescape("a__b", EscapingScheme.Underscores));

    [Fact]
    public void AppendOriginal_Values_UndoesAnyName() => Property.Holds<string>(
        text => text == null || !IsWellFormed(text) || text.StartsWith("U__", StringComparison.Ordinal)
            || Unescape(Escape(text, EscapingScheme.Values), EscapingScheme.Values) == text);

    [Fact]
    public void Append_AnyName_GivesAClassicName() => Property.Holds<string>(
        text => string.IsNullOrEmpty(text) || Array.TrueForAll(
            [EscapingScheme.Underscores, EscapingScheme.Dots, EscapingScheme.Values],
            scheme => NameValidation.IsLegacyMetricName(Encoding.UTF8.GetBytes(Escape(text, scheme)))));

    private static bool IsWellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;

    private static string Escape(string name, EscapingScheme scheme)
    {
        var escaped = new ByteBuffer();
        EscapedName.Append(escaped, Encoding.UTF8.GetBytes(name), scheme);
        return escaped.ToString();
    }

    private static string Unescape(string name, EscapingScheme scheme)
    {
        var original = new ByteBuffer();
        EscapedName.AppendOriginal(original, Encoding.UTF8.GetBytes(name), scheme);
        return original.ToString();
    }
}
