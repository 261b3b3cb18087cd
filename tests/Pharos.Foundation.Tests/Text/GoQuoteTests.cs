using System.Text;
using Pharos.Foundation.Text;

namespace Pharos.Foundation.Tests.Text;

public sealed class GoQuoteTests
{
    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("plain text", "\"plain text\"")]
    [InlineData("\"\\", "\"\\\"\\\\\"")]
    [InlineData("\a\b\f\n\r\t\v", "\"\\a\\b\\f\\n\\r\\t\\v\"")]
    [InlineData("\0\u001b\u007f", "\"\\x00\\x1b\\x7f\"")]
    [InlineData("\u0080\u00a0\u00ad", "\"\\u0080\\u00a0\\u00ad\"")]
    [InlineData("\u2028\ufeff\ue000", "\"\\u2028\\ufeff\\ue000\"")]
    [InlineData("é日€\ufffd", "\"é日€\ufffd\"")]
    [InlineData("😀\U000E0001\U0010FFFF", "\"😀\\U000e0001\\U0010ffff\"")]
    [InlineData("'`", "\"'`\"")]
    public void Quote_Text_EscapesWhatCannotBePrinted(string text, string expected)
    {
        Assert.Equal(expected, GoQuote.Quote(text));
    }

    [Theory]
    [InlineData("FF", "\"\\xff\"")]
    [InlineData("61C3", "\"a\\xc3\"")]
    [InlineData("E28262", "\"\\xe2\\x82b\"")]
    [InlineData("EDA080", "\"\\xed\\xa0\\x80\"")]
    [InlineData("C080", "\"\\xc0\\x80\"")]
    [InlineData("F4908080", "\"\\xf4\\x90\\x80\\x80\"")]
    [InlineData("EFBFBD", "\"\ufffd\"")]
    public void Quote_BrokenUtf8_EscapesByteByByte(string hex, string expected)
    {
        Assert.Equal(expected, GoQuote.Quote(Convert.FromHexString(hex)));
    }

    [Fact]
    public void Quote_AnyBytes_AreValidTextWithoutControlCharacters()
    {
        var random = new Random(3);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = new byte[random.Next(20)];
            random.NextBytes(bytes);
            var quoted = GoQuote.Quote(bytes);
            Assert.DoesNotContain(quoted, char.IsControl);
            Assert.DoesNotContain('"', quoted[1..^1].Replace("\\\"", "", StringComparison.Ordinal));
            Assert.True(Encoding.UTF8.GetByteCount(quoted) >= bytes.Length + 2);
        }
    }
}
