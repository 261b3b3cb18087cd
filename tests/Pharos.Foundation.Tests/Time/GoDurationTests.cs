using Pharos.Foundation.Time;
using Pharos.Testing;

namespace Pharos.Foundation.Tests.Time;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("+5s", 5_000_000_000)]
    [InlineData("1.5h", 5_400_000_000_000)]
    [InlineData("1h1h", 7_200_000_000_000)]
    [InlineData("1m1h", 3_660_000_000_000)]
    [InlineData(".5s", 500_000_000)]
    [InlineData("5.s", 5_000_000_000)]
    [InlineData("1us", 1_000)]
    [InlineData("1\u00b5s", 1_000)]
    [InlineData("1\u03bcs", 1_000)]
    [InlineData("0.9ns", 0)]
    [InlineData("0.333333333333333333333333333333s", 333_333_333)]
    [InlineData("9223372036854775807ns", long.MaxValue)]
    [InlineData("-9223372036854775808ns", long.MinValue)]
    public void ParseNanoseconds_ValidText_GivesNanoseconds(string text, long expected)
    {
        Assert.Equal(expected, GoDuration.ParseNanoseconds(text));
    }

    [Theory]
    [InlineData("", "time: invalid duration \"\"")]
    [InlineData("x", "time: invalid duration \"x\"")]
    [InlineData("-", "time: invalid duration \"-\"")]
    [InlineData(".s", "time: invalid duration \".s\"")]
    [InlineData("1h-2m", "time: unknown unit \"h-\" in duration \"1h-2m\"")]
    [InlineData("5", "time: missing unit in duration \"5\"")]
    [InlineData("1.5", "time: missing unit in duration \"1.5\"")]
    [InlineData("1d", "time: unknown unit \"d\" in duration \"1d\"")]
    [InlineData("1\"\\é\n", "time: unknown unit \"\\\"\\\\\\xc3\\xa9\\x0a\" in duration \"1\\\"\\\\\\xc3\\xa9\\x0a\"")]
    [InlineData("9223372036854775808ns", "time: invalid duration \"9223372036854775808ns\"")]
    [InlineData("2562048h", "time: invalid duration \"2562048h\"")]
    [InlineData("99999999999999999999h", "time: invalid duration \"99999999999999999999h\"")]
    public void Parse_InvalidText_SaysWhy(string text, string expected)
    {
        Assert.Equal(expected, Assert.Throws<FormatException>(() => GoDuration.Parse(text)).Message);
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(1, "1ns")]
    [InlineData(1_100, "1.1µs")]
    [InlineData(2_200_000, "2.2ms")]
    [InlineData(3_300_000_000, "3.3s")]
    [InlineData(120_000_000_000, "2m0s")]
    [InlineData(245_000_000_001, "4m5.000000001s")]
    [InlineData(3_600_000_000_000, "1h0m0s")]
    [InlineData(-1_500_000_000, "-1.5s")]
    [InlineData(long.MaxValue, "2562047h47m16.854775807s")]
    [InlineData(long.MinValue, "-2562047h47m16.854775808s")]
    public void Format_Nanoseconds_ReadsAsInGo(long nanoseconds, string expected)
    {
        Assert.Equal(expected, GoDuration.Format(nanoseconds));
    }

    [Fact]
    public void Format_SpanBeyondTheRange_IsTheLongestDuration()
    {
        Assert.Equal("2562047h47m16.854775807s", GoDuration.Format(TimeSpan.MaxValue));
        Assert.Equal("1.5s", GoDuration.Format(TimeSpan.FromSeconds(1.5)));
    }

    [Fact]
    public void ParseNanoseconds_FormattedDuration_IsTheSameDuration()
    {
        // Beyond 2^52 ns the seconds' fraction still fits a double, since hours and minutes are apart.
        Property.Holds(Property.AnyInt64(), nanoseconds => GoDuration.ParseNanoseconds(GoDuration.Format(nanoseconds)) == nanoseconds);
    }
}
