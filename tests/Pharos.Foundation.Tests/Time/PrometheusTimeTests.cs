using System.Globalization;
using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Time;
using Pharos.Testing;

namespace Pharos.Foundation.Tests.Time;

public sealed class PrometheusTimeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1435781430.781", 1_435_781_430_781)]
    [InlineData("1435781430.7815", 1_435_781_430_782)]
    [InlineData("-1.5", -1_500)]
    [InlineData(".0005", 1)]
    [InlineData("1e3", 1_000_000)]
    [InlineData("0x1p3", 8_000)]
    [InlineData("1_000", 1_000_000)]
    [InlineData("9223372036854774", 9_223_372_036_854_774_000)]
    public void TryParse_Seconds_AreRoundedToMilliseconds(string text, long expected) => AssertParses(text, expected);

    [Theory]
    [InlineData("1e300", long.MaxValue)]
    [InlineData("-9999999999999999", long.MinValue)]
    [InlineData("inf", long.MaxValue)]
    public void TryParse_SecondsBeyondTheRange_AreTheEndsOfTime(string text, long expected) => AssertParses(text, expected);

    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("2015-07-01T20:10:30.781Z", 1_435_781_430_781)]
    [InlineData("2015-07-01T20:10:30.781999999Z", 1_435_781_430_781)]
    [InlineData("2015-07-01T22:10:30,5+02:00", 1_435_781_430_500)]
    [InlineData("2015-07-01T1:10:30-05:30", 1_435_732_830_000)]
    [InlineData("1969-12-31T23:59:59.9Z", -100)]
    [InlineData("2024-02-29T00:00:00Z", 1_709_164_800_000)]
    [InlineData("0000-02-29T00:00:00Z", -62_162_121_600_000)]
    [InlineData("9999-12-31T23:59:59.999Z", 253_402_300_799_999)]
    public void TryParse_Rfc3339_GivesMilliseconds(string text, long expected) => AssertParses(text, expected);

    [Fact]
    public void TryParse_BoundaryTimes_AreKnown()
    {
        AssertParses("-292273086-05-16T16:47:06Z", PrometheusTime.MinMs);
        AssertParses("292277025-08-18T07:12:54.999999999Z", PrometheusTime.MaxMs);
        Assert.Equal(-9_223_309_901_257_974_000, PrometheusTime.MinMs);
        Assert.Equal(9_223_309_901_257_974_999, PrometheusTime.MaxMs);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nan")]
    [InlineData("now")]
    [InlineData("1e999")]
    [InlineData(" 1")]
    [InlineData("2015-07-01")]
    [InlineData("2015-07-01T20:10:30")]
    [InlineData("2015-07-01T20:10Z")]
    [InlineData("2015-07-01 20:10:30Z")]
    [InlineData("2015-07-01t20:10:30z")]
    [InlineData("2015-07-01T20:10:30.Z")]
    [InlineData("2015-07-01T20:10:60Z")]
    [InlineData("2015-07-01T24:00:00Z")]
    [InlineData("2015-13-01T00:00:00Z")]
    [InlineData("2015-02-29T00:00:00Z")]
    [InlineData("2015-00-01T00:00:00Z")]
    [InlineData("2015-01-00T00:00:00Z")]
    [InlineData("2015-01-01T00:00:00+25:00")]
    [InlineData("2015-01-01T00:00:00+0100")]
    [InlineData("2015-01-01T00:00:00Z ")]
    public void TryParse_AnythingElse_IsQuotedInTheError(string text)
    {
        Assert.False(PrometheusTime.TryParse(text, out _, out var error));
        Assert.Equal($"cannot parse \"{text}\" to a valid timestamp", error);
    }

    [Theory]
    [InlineData("15", 15_000)]
    [InlineData("0.001", 1)]
    [InlineData("-2.5", -2_500)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("1e-3", 1)]
    public void TryParseDuration_SecondsOrUnits_GiveASpan(string text, long expectedMs)
    {
        Assert.True(PrometheusTime.TryParseDuration(text, out var duration, out _));
        Assert.Equal(TimeSpan.FromMilliseconds(expectedMs), duration);
    }

    [Fact]
    public void TryParseDuration_BelowATick_StaysPositive()
    {
        Assert.True(PrometheusTime.TryParseDuration("0.00000001", out var duration, out _));
        Assert.Equal(TimeSpan.FromTicks(1), duration);
    }

    [Theory]
    [InlineData("abc", "cannot parse \"abc\" to a valid duration")]
    [InlineData("-1h", "cannot parse \"-1h\" to a valid duration")]
    [InlineData("nan", "cannot parse \"nan\" to a valid duration")]
    [InlineData("1e30", "cannot parse \"1e30\" to a valid duration. It overflows int64")]
    [InlineData("-inf", "cannot parse \"-inf\" to a valid duration. It overflows int64")]
    public void TryParseDuration_InvalidText_SaysWhy(string text, string expected)
    {
        Assert.False(PrometheusTime.TryParseDuration(text, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "0.001")]
    [InlineData(-1, "-0.001")]
    [InlineData(1_000, "1")]
    [InlineData(1_435_781_430_780, "1435781430.780")]
    [InlineData(1_435_781_430_781, "1435781430.781")]
    [InlineData(1_435_781_430_020, "1435781430.020")]
    [InlineData(long.MaxValue, "9223372036854775.807")]
    [InlineData(long.MinValue, "-9223372036854775.808")]
    public void WriteSeconds_Milliseconds_AreThreeDigitsOrNone(long timestampMs, string expected)
    {
        Span<byte> destination = stackalloc byte[PrometheusTime.MaxSecondsBytes];
        Assert.Equal(expected, Encoding.UTF8.GetString(destination[..PrometheusTime.WriteSeconds(destination, timestampMs)]));

        var buffer = new ByteBuffer(0);
        PrometheusTime.AppendSeconds(buffer, timestampMs);
        Assert.Equal(expected, buffer.ToString());
    }

    [Fact]
    public void WriteSeconds_AnyTime_IsItsDecimalValue()
    {
        Property.Holds(Property.AnyInt64(), timestampMs =>
        {
            var buffer = new ByteBuffer();
            PrometheusTime.AppendSeconds(buffer, timestampMs);
            return decimal.Parse(buffer.ToString(), CultureInfo.InvariantCulture) * 1000 == timestampMs;
        });
    }

    [Theory]
    [InlineData(1.2345, 1_235)]
    [InlineData(0.0005, 1)]
    [InlineData(-0.0005, -1)]
    [InlineData(1e300, long.MaxValue)]
    [InlineData(double.NegativeInfinity, long.MinValue)]
    [InlineData(double.NaN, 0)]
    public void FromSeconds_Halves_AreRoundedAwayFromZero(double seconds, long expected)
    {
        Assert.Equal(expected, PrometheusTime.FromSeconds(seconds));
    }

    [Fact]
    public void TryParse_MutatedTimes_NeverThrow()
    {
        var random = new Random(11);
        for (var i = 0; i < 5_000; i++)
        {
            var text = "2015-07-01T20:10:30.781+02:00"u8.ToArray();
            for (var k = random.Next(1, 4); k > 0; k--)
            {
                text[random.Next(text.Length)] = (byte)random.Next(256);
            }

            var cut = text.AsSpan(0, random.Next(text.Length + 1));
            Assert.Equal(PrometheusTime.TryParse(cut, out _, out var error), error.Length == 0);
        }
    }

    private static void AssertParses(string text, long expected)
    {
        Assert.True(PrometheusTime.TryParse(text, out var timestampMs, out var error), error);
        Assert.Equal(expected, timestampMs);
    }
}
