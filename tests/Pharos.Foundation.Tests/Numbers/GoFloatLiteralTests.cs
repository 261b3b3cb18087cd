using System.Globalization;
using Pharos.Foundation.Numbers;
using Pharos.Testing;

namespace Pharos.Foundation.Tests.Numbers;

public sealed class GoFloatLiteralTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", -0.0)]
    [InlineData("+1.5e3", 1500)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("1E-2", 0.01)]
    [InlineData("1_234.5_6e1_0", 1234.56e10)]
    [InlineData("0x1p-2", 0.25)]
    [InlineData("-0X.8P1", -1)]
    [InlineData("0x_1_0p0", 16)]
    [InlineData("0x0p9999999", 0)]
    [InlineData("0x1p-1074", double.Epsilon)]
    [InlineData("0x1p-1075", 0)]
    [InlineData("0x1.8p-1075", double.Epsilon)]
    [InlineData("0x1.fffffffffffffp1023", double.MaxValue)]
    [InlineData("0x1.00000000000008p0", 1)]
    [InlineData("0x1.000000000000080000000001p0", 1.0000000000000002)]
    [InlineData("0x1.00000000000018p0", 1.0000000000000004)]
    [InlineData("INF", double.PositiveInfinity)]
    [InlineData("+infinity", double.PositiveInfinity)]
    [InlineData("-Inf", double.NegativeInfinity)]
    [InlineData("nAn", double.NaN)]
    [InlineData("1e-99999999999", 0)]
    public void TryParse_GoSyntax_GivesTheNearestDouble(string text, double expected)
    {
        Assert.True(GoFloatLiteral.TryParse(text, out var value));
        Assert.Equal(expected, value);
        Assert.Equal(double.IsNegative(expected) && !double.IsNaN(expected), double.IsNegative(value) && !double.IsNaN(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("+nan")]
    [InlineData("infin")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1,000")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1.2.3")]
    [InlineData("0x1")]
    [InlineData("0x")]
    [InlineData("0xp1")]
    [InlineData("1p3")]
    [InlineData("_1")]
    [InlineData("1_")]
    [InlineData("1__0")]
    [InlineData("1_.5")]
    [InlineData("0_x1p0")]
    [InlineData("١")]
    public void TryParse_OtherSyntax_Fails(string text)
    {
        Assert.False(GoFloatLiteral.TryParse(text, out _));
    }

    [Theory]
    [InlineData("1e309")]
    [InlineData("-1e99999999999")]
    [InlineData("0x1p1024")]
    [InlineData("0x1.fffffffffffff8p1023")]
    public void TryParse_BeyondTheLargest_Fails(string text)
    {
        Assert.False(GoFloatLiteral.TryParse(text, out var value));
        Assert.True(double.IsInfinity(value));
    }

    [Fact]
    public void TryParse_LongTextWithUnderscores_IsRead()
    {
        Assert.True(GoFloatLiteral.TryParse("1_" + new string('0', 200), out var value));
        Assert.Equal(1e200, value);
    }

    [Fact]
    public void TryParse_AnyDouble_ReadsBackFromBothBases()
    {
        Property.Holds(Property.AnyInt64(), number =>
        {
            var bits = (ulong)number;
            var value = BitConverter.UInt64BitsToDouble(bits);
            if (!double.IsFinite(value))
            {
                return true;
            }

            var mantissa = (bits & 0xF_FFFF_FFFF_FFFF) | (double.IsSubnormal(value) || value == 0 ? 0 : 1UL << 52);
            var exponent = Math.Max(1, (int)(bits >> 52) & 0x7FF) - 1075;
            var hexadecimal = $"{(double.IsNegative(value) ? "-" : "")}0x{mantissa:x}p{exponent}";
            return GoFloatLiteral.TryParse(value.ToString("R", CultureInfo.InvariantCulture), out var fromDecimal)
                && GoFloatLiteral.TryParse(hexadecimal, out var fromHexadecimal)
                && BitConverter.DoubleToUInt64Bits(fromDecimal) == bits
                && BitConverter.DoubleToUInt64Bits(fromHexadecimal) == bits;
        });
    }
}
