using System.Globalization;
using System.Text;
using FsCheck.Fluent;
using Pharos.Foundation.Numbers;
using Pharos.Testing;

namespace Pharos.Foundation.Tests.Numbers;

public sealed class GoFloatPlainTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.0, "-0")]
    [InlineData(1.5, "1.5")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(-1234567.25, "-1234567.25")]
    [InlineData(12345678901234567890.0, "12345678901234567000")]
    [InlineData(1e-7, "0.0000001")]
    [InlineData(-1.25e-10, "-0.000000000125")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    public void Format_OfANumber_HasNoExponent(double value, string expected)
    {
        Assert.Equal(expected, Text(value));
    }

    [Fact]
    public void Format_OfAnyNumber_ReadsBackAsTheSame()
    {
        Property.Holds(
            Property.AnyInt64().Select(BitConverter.Int64BitsToDouble).Where(double.IsFinite),
            value =>
            {
                var text = Text(value);
                return !text.Contains('e', StringComparison.Ordinal) && double.Parse(text, CultureInfo.InvariantCulture).Equals(value);
            },
            cases: 3000);
        Assert.Equal(GoFloat.MaxPlainLength, Math.Max(GoFloat.MaxPlainLength, Text(-2.2250738585072014e-308).Length));
        Assert.Equal(double.MaxValue, double.Parse(Text(double.MaxValue), CultureInfo.InvariantCulture));
    }

    private static string Text(double value)
    {
        Span<byte> text = stackalloc byte[GoFloat.MaxPlainLength];
        return Encoding.ASCII.GetString(text[..GoFloat.FormatPlain(text, value)]);
    }
}
