using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;

namespace Pharos.Foundation.Tests.Numbers;

public sealed class OpenMetricsFloatTests
{
    [Theory]
    [InlineData("0.5")]
    [InlineData("1.0")]
    [InlineData("0.0")]
    [InlineData("+Inf")]
    [InlineData("100000.25")]
    [InlineData("0.0001")]
    public void IsCanonical_UsualBounds_NeedNoConversion(string text)
    {
        Assert.True(OpenMetricsFloat.IsCanonical(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void IsCanonical_WheneverTrue_ConversionWouldChangeNothing()
    {
        // Everything of up to six characters that looks like a number, so that no corner is left out.
        ReadOnlySpan<char> alphabet = "0159.+e";
        Span<char> text = stackalloc char[6];
        var buffer = new ByteBuffer();
        var canonical = 0;
        for (var i = 0; i < 7 * 7 * 7 * 7 * 7 * 7; i++)
        {
            for (var (rest, at) = (i, 0); at < text.Length; at++, rest /= alphabet.Length)
            {
                text[at] = alphabet[rest % alphabet.Length];
            }

            for (var length = 1; length <= text.Length; length++)
            {
                var utf8 = Encoding.UTF8.GetBytes(text[..length].ToString());
                if (OpenMetricsFloat.IsCanonical(utf8))
                {
                    canonical++;
                    Assert.True(GoFloat.TryParse(utf8, out var value));
                    buffer.Clear();
                    GoFloat.AppendOpenMetrics(buffer, value);
                    Assert.Equal(Encoding.UTF8.GetString(utf8), buffer.ToString());
                }
            }
        }

        Assert.True(canonical > 1000);
    }
}
