using System.Text;
using System.Text.Json;
using Pharos.Foundation.Bytes;
using Pharos.Server.Api;

namespace Pharos.Server.Tests.Api;

public sealed class JsonBytesTests
{
    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("a\"b\\c", """
        "a\"b\\c"
        """)]
    [InlineData("\n\r\t\b\f", """
        "\n\r\t\b\f"
        """)]
    [InlineData("\0\u001b", """
        "\u0000\u001b"
        """)]
    [InlineData("<a>&", """
        "\u003ca\u003e\u0026"
        """)]
    [InlineData("é\u2028\u2029\u007f", """
        "é\u2028\u2029
        """ + "\u007f\"")]
    public void AppendText_CharactersThatJsonOrHtmlCouldTakeForTheirs_AreEscaped(string text, string expected)
    {
        var json = new ByteBuffer();

        JsonBytes.AppendText(json, text);

        Assert.Equal(expected, Encoding.UTF8.GetString(json.Written));
    }

    [Fact]
    public void AppendText_BytesThatAreNotUtf8_BecomeReplacementCharacters()
    {
        var json = new ByteBuffer();

        JsonBytes.AppendText(json, [(byte)'a', 0xFF, (byte)'z', 0xC3]);

        Assert.Equal("""
            "a\ufffdz\ufffd"
            """, Encoding.UTF8.GetString(json.Written));
    }

    [Fact]
    public void AppendText_AnyCharacter_IsReadBack()
    {
        for (var value = 0; value <= 0x3000; value++)
        {
            var text = $"<{(char)value}>";
            var json = new ByteBuffer();
            JsonBytes.AppendText(json, text);

            using var document = JsonDocument.Parse(json.Written.ToArray());
            Assert.Equal(text, document.RootElement.GetString());
        }
    }
}
