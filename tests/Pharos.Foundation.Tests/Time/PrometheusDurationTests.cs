using System.Text;
using Pharos.Foundation.Time;
using Pharos.Testing;

namespace Pharos.Foundation.Tests.Time;

public sealed class PrometheusDurationTests
{
    private const long Day = 86_400_000;

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    [InlineData("00ms", 0)]
    [InlineData("15s", 15_000)]
    [InlineData("007m", 420_000)]
    [InlineData("1h90m", 9_000_000)]
    [InlineData("1d12h", 129_600_000)]
    [InlineData("1y2w3d4h5m6s7ms", 382 * Day + 14_706_007)]
    [InlineData("292y", 292 * 365 * Day)]
    [InlineData("9223372036854ms", 9_223_372_036_854)]
    public void TryParse_ValidText_GivesMilliseconds(string text, long expected)
    {
        Assert.True(PrometheusDuration.TryParse(Encoding.UTF8.GetBytes(text), out var milliseconds, out _));
        Assert.Equal(expected, milliseconds);
        Assert.Equal(TimeSpan.FromMilliseconds(expected), PrometheusDuration.Parse(text));
    }

    [Theory]
    [InlineData("", "empty duration string")]
    [InlineData("abc", "not a valid duration string: \"abc\"")]
    [InlineData("1", "not a valid duration string: \"1\"")]
    [InlineData("-1s", "not a valid duration string: \"-1s\"")]
    [InlineData(" 1s", "not a valid duration string: \" 1s\"")]
    [InlineData("1m1h", "not a valid duration string: \"1m1h\"")]
    [InlineData("1s1s", "not a valid duration string: \"1s1s\"")]
    [InlineData("18446744073709551616ms", "not a valid duration string: \"18446744073709551616ms\"")]
    [InlineData("1.5h", "unknown unit \".\" in duration \"1.5h\"")]
    [InlineData("1s ", "unknown unit \"s \" in duration \"1s \"")]
    [InlineData("1M", "unknown unit \"M\" in duration \"1M\"")]
    [InlineData("3µs", "unknown unit \"µs\" in duration \"3µs\"")]
    [InlineData("293y", "duration out of range")]
    [InlineData("292y25w", "duration out of range")]
    [InlineData("9223372036855ms", "duration out of range")]
    [InlineData("18446744073709551615y", "duration out of range")]
    public void Parse_InvalidText_SaysWhy(string text, string expected)
    {
        Assert.Equal(expected, Assert.Throws<FormatException>(() => PrometheusDuration.Parse(text)).Message);
    }

    [Theory]
    [InlineData("-1h", -3_600_000)]
    [InlineData("-0", 0)]
    [InlineData("5m", 300_000)]
    public void ParseSigned_MinusSign_IsNegative(string text, long expected)
    {
        Assert.Equal(TimeSpan.FromMilliseconds(expected), PrometheusDuration.ParseSigned(text));
    }

    [Theory]
    [InlineData("--1h", "not a valid duration string: \"-1h\"")]
    [InlineData("-", "empty duration string")]
    public void ParseSigned_InvalidText_SaysWhy(string text, string expected)
    {
        Assert.Equal(expected, Assert.Throws<FormatException>(() => PrometheusDuration.ParseSigned(text)).Message);
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(1, "1ms")]
    [InlineData(1_500, "1s500ms")]
    [InlineData(129_600_000, "1d12h")]
    [InlineData(7 * Day, "1w")]
    [InlineData(90 * Day, "90d")]
    [InlineData(14 * Day + 1, "14d1ms")]
    [InlineData(365 * Day, "1y")]
    [InlineData(730 * Day, "2y")]
    [InlineData(379 * Day, "379d")]
    [InlineData(-60_000, "-1m")]
    [InlineData(long.MinValue, "-106751991167d7h12m55s808ms")]
    public void Format_Milliseconds_TakesTheLargestUnits(long milliseconds, string expected)
    {
        Assert.Equal(expected, PrometheusDuration.Format(milliseconds));
    }

    [Fact]
    public void Format_SpanOfTicks_CutsBelowMilliseconds()
    {
        Assert.Equal("1ms", PrometheusDuration.Format(TimeSpan.FromTicks(19_999)));
        Assert.Equal("0s", PrometheusDuration.Format(TimeSpan.FromTicks(-9_999)));
    }

    [Fact]
    public void TryParse_FormattedDuration_IsTheSameDuration()
    {
        Property.Holds(Property.AnyInt64(), any =>
        {
            var milliseconds = any % (long.MaxValue / 1_000_000);
            var text = Encoding.UTF8.GetBytes(PrometheusDuration.Format(milliseconds));
            return PrometheusDuration.TryParseSigned(text, out var back, out _) && back == milliseconds;
        });
    }

    [Fact]
    public void TryParse_ValidText_AllocatesNothing()
    {
        var text = "1d2h3m4s5ms"u8;
        Assert.True(PrometheusDuration.TryParse(text, out _, out _));
        var isParsed = true;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            isParsed &= PrometheusDuration.TryParse(text, out _, out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(isParsed);
    }
}
