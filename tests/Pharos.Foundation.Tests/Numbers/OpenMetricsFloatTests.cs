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
    [InlineData("-2.5")]
    [InlineData("1e+06")]
    [InlineData("2.5e-05")]
    public void IsCanonical_UsualBounds_NeedNoConversion(string text)
    {
        Assert.True(OpenMetricsFloat.IsCanonical(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Normalize_AnyShortText_IsWhatConversionGives()
    {
        // Everything of up to six characters that looks like a number, so that no corner is left out.
        ReadOnlySpan<char> alphabet = "0159.+-e";
        Span<char> text = stackalloc char[6];
        var converted = new ByteBuffer();
        Span<byte> buffer = stackalloc byte[GoFloat.MaxLength];
        var canonical = 0;
        for (var i = 0; i < 8 * 8 * 8 * 8 * 8 * 8; i++)
        {
            for (var (rest, at) = (i, 0); at < text.Length; at++, rest /= alphabet.Length)
            {
                text[at] = alphabet[rest % alphabet.Length];
            }

            for (var length = 1; length <= text.Length; length++)
            {
                var utf8 = Encoding.UTF8.GetBytes(text[..length].ToString());
                canonical += OpenMetricsFloat.IsCanonical(utf8) ? 1 : 0;
                var expected = utf8;
                if (GoFloat.TryParse(utf8, out var value))
                {
                    converted.Clear();
                    GoFloat.AppendOpenMetrics(converted, value);
                    expected = converted.ToArray();
                }

                if (!OpenMetricsFloat.Normalize(utf8, buffer).SequenceEqual(expected))
                {
                    Assert.Fail($"{Encoding.UTF8.GetString(utf8)} is not {Encoding.UTF8.GetString(expected)}");
                }
            }
        }

        Assert.True(canonical > 1000);
    }
}
