using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Text;

namespace Pharos.Foundation.Tests.Text;

public sealed class GoCaseTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("aBc-1_Z", "abc-1_z", "ABC-1_Z")]
    // There is no single capital for a sharp s, so it stays.
    [InlineData("Straße", "straße", "STRAßE")]
    [InlineData("ÀÉ日本", "àé日本", "ÀÉ日本")]
    [InlineData("İı", "iı", "İI")]
    [InlineData("ſ", "ſ", "S")]
    [InlineData("ǅ", "ǆ", "Ǆ")]
    [InlineData("ΣΑΣ", "σασ", "ΣΑΣ")]
    [InlineData("K", "k", "K")]
    public void Append_Text_MapsCharacterByCharacter(string text, string lower, string upper)
    {
        Assert.Equal(lower, Map(Encoding.UTF8.GetBytes(text), toUpper: false));
        Assert.Equal(upper, Map(Encoding.UTF8.GetBytes(text), toUpper: true));
    }

    [Fact]
    public void Append_BrokenUtf8_BecomesReplacementCharacters()
    {
        Assert.Equal("A\uFFFD\uFFFDB", Map([(byte)'a', 0xE2, 0x82, (byte)'b'], toUpper: true));
    }

    private static string Map(byte[] text, bool toUpper)
    {
        var buffer = new ByteBuffer(0);
        GoCase.Append(buffer, text, toUpper);
        return buffer.ToString();
    }
}
