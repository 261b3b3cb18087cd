using System.Globalization;
using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Numbers;

namespace Pharos.Foundation.Tests.Numbers;

public sealed class GoFloatTests
{
    private const int RandomCases = 200_000;

    [Theory]
    [InlineData("0", 0.0)]
    [InlineData("-0", -0.0)]
    [InlineData("1", 1.0)]
    [InlineData("+1.5", 1.5)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5.0)]
    [InlineData("1.e3", 1000.0)]
    [InlineData("1e5", 1e5)]
    [InlineData("1E+5", 1e5)]
    [InlineData("0.00011869699999999999", 0.00011869699999999999)]
    [InlineData("1.7976931348623157e308", double.MaxValue)]
    [InlineData("4.9406564584124654e-324", double.Epsilon)]
    [InlineData("2.2250738585072011e-308", 2.2250738585072011e-308)]
    [InlineData("2.4703282292062327e-324", 0.0)]
    [InlineData("1e-400", 0.0)]
    [InlineData("0.0000000000000000000000000000", 0.0)]
    [InlineData("00000000000000000000000000000000017.5", 17.5)]
    [InlineData("-0.00000000000000000000000000012345678901234567", -1.2345678901234567e-28)]
    [InlineData("9007199254740993", 9007199254740992.0)]
    [InlineData("9007199254740995", 9007199254740996.0)]
    [InlineData("100000000000000000000000000000000000000000001", 1e44)]
    [InlineData("0.000000000000000000000000000000000000000000000000000000000000001", 1e-63)]
    [InlineData("Inf", double.PositiveInfinity)]
    [InlineData("+inf", double.PositiveInfinity)]
    [InlineData("-INFINITY", double.NegativeInfinity)]
    [InlineData("NaN", double.NaN)]
    [InlineData("nan", double.NaN)]
    public void TryParse_Numbers_AreRoundedCorrectly(string text, double expected)
    {
        Assert.True(GoFloat.TryParse(Encoding.UTF8.GetBytes(text), out var value));
        Assert.Equal(BitConverter.DoubleToUInt64Bits(expected), BitConverter.DoubleToUInt64Bits(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1.2.3")]
    [InlineData("1 ")]
    [InlineData(" 1")]
    [InlineData("1x")]
    [InlineData("0x1p4")]
    [InlineData("0x10")]
    [InlineData("1_000")]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("1.7976931348623159e308")]
    [InlineData("+nan")]
    [InlineData("infinit")]
    [InlineData("--1")]
    [InlineData("(1)")]
    [InlineData("1,000")]
    public void TryParse_AnythingElse_IsRefused(string text)
    {
        Assert.False(GoFloat.TryParse(Encoding.UTF8.GetBytes(text), out _));
    }

    [Fact]
    public void TryParse_RandomDecimals_AgreeWithTheExactConversion()
    {
        var random = new Random(1);
        Span<byte> text = stackalloc byte[64];
        for (var i = 0; i < RandomCases; i++)
        {
            // Any mantissa length, any exponent, with or without a point: what other programs print and what nobody would.
            var mantissa = (ulong)random.NextInt64() >> random.Next(63);
            var written = FormattableString.Invariant($"{mantissa}e{random.Next(-345, 310)}");
            if (random.Next(2) == 0)
            {
                written = written.Insert(random.Next(1, written.IndexOf('e', StringComparison.Ordinal) + 1), ".");
            }

            var length = Encoding.UTF8.GetBytes(written, text);
            var expected = double.Parse(written, NumberStyles.Float, CultureInfo.InvariantCulture);
            var isNumber = GoFloat.TryParse(text[..length], out var value);
            Assert.Equal(double.IsFinite(expected), isNumber);
            if (isNumber)
            {
                Assert.True(expected.Equals(value), $"{written}: {expected:R} is not {value:R}");
            }
        }
    }

    [Theory]
    [InlineData(2.9802322387695312e-08, "2.9802322387695312e-08")]
    [InlineData(4.1045368012983762e-289, "4.1045368012983762e-289")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(2.2250738585072014e-308, "2.2250738585072014e-308")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308")]
    [InlineData(9007199254740992, "9.007199254740992e+15")]
    [InlineData(9007199254740994, "9.007199254740994e+15")]
    [InlineData(1e23, "1e+23")]
    [InlineData(-0.0001, "-0.0001")]
    [InlineData(-0.00001, "-1e-05")]
    public void Format_HardNumber_IsTheShortestThatReadsBack(double value, string expected)
    {
        Span<byte> text = stackalloc byte[GoFloat.MaxLength];
        Assert.Equal(expected, Encoding.ASCII.GetString(text[..GoFloat.Format(text, value)]));
    }

    /// <summary>Next to a power of two the neighbours are not equally far away: the only place where limits are not symmetric.</summary>
    [Fact]
    public void Format_AroundEachPowerOfTwo_ReadsBackAndNoShorterTextDoes()
    {
        Span<byte> text = stackalloc byte[GoFloat.MaxLength];
        for (var exponent = -1074; exponent < 1024; exponent++)
        {
            var power = Math.ScaleB(1, exponent);
            foreach (var value in (ReadOnlySpan<double>)[Math.BitDecrement(power), power, Math.BitIncrement(power)])
            {
                var written = Encoding.ASCII.GetString(text[..GoFloat.Format(text, value)]);
                Assert.Equal(value, double.Parse(written, CultureInfo.InvariantCulture));
                var digits = written.Split('e')[0].Count(char.IsAsciiDigit);
                if (digits > 1 && written.Contains('e'))
                {
                    var shorter = value.ToString("E" + (digits - 2), CultureInfo.InvariantCulture);
                    Assert.NotEqual(value, double.Parse(shorter, CultureInfo.InvariantCulture));
                }
            }
        }
    }

    [Fact]
    public void Format_RandomBits_ReadBackAsTheSameNumber()
    {
        var random = new Random(2);
        Span<byte> text = stackalloc byte[GoFloat.MaxLength];
        for (var i = 0; i < RandomCases; i++)
        {
            var number = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            var length = GoFloat.Format(text, number);
            Assert.True(GoFloat.TryParse(text[..length], out var value));
            Assert.True(number.Equals(value), Encoding.UTF8.GetString(text[..length]));
        }
    }

    [Theory]
    [InlineData(0.0, "0", "0.0")]
    [InlineData(-0.0, "-0", "0.0")]
    [InlineData(1.0, "1", "1.0")]
    [InlineData(-17.0, "-17", "-17.0")]
    [InlineData(999999.0, "999999", "999999.0")]
    [InlineData(1000000.0, "1e+06", "1e+06")]
    [InlineData(123456789.0, "1.23456789e+08", "1.23456789e+08")]
    [InlineData(1.5, "1.5", "1.5")]
    [InlineData(0.1, "0.1", "0.1")]
    [InlineData(0.0001, "0.0001", "0.0001")]
    [InlineData(0.00001, "1e-05", "1e-05")]
    [InlineData(12345.678, "12345.678", "12345.678")]
    [InlineData(1e21, "1e+21", "1e+21")]
    [InlineData(1e100, "1e+100", "1e+100")]
    [InlineData(-2.5e-7, "-2.5e-07", "-2.5e-07")]
    [InlineData(double.MaxValue, "1.7976931348623157e+308", "1.7976931348623157e+308")]
    [InlineData(double.Epsilon, "5e-324", "5e-324")]
    [InlineData(double.NaN, "NaN", "NaN")]
    [InlineData(double.PositiveInfinity, "+Inf", "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf", "-Inf")]
    public void Append_Numbers_LookAsInExpositions(double number, string expected, string expectedInOpenMetrics)
    {
        var buffer = new ByteBuffer();
        GoFloat.Append(buffer, number);
        Assert.Equal(expected, buffer.ToString());

        buffer.Clear();
        GoFloat.AppendOpenMetrics(buffer, number);
        Assert.Equal(expectedInOpenMetrics, buffer.ToString());
    }
}
