using Pharos.Foundation.Numbers;

namespace Pharos.Foundation.Tests.Numbers;

public sealed class GoIntegerTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-12", -12)]
    [InlineData("+7", 7)]
    [InlineData("0x1F", 31)]
    [InlineData("0X_1f", 31)]
    [InlineData("0b101", 5)]
    [InlineData("0o17", 15)]
    [InlineData("017", 15)]
    [InlineData("0_17", 15)]
    [InlineData("1_000", 1000)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    public void TryParse_Integer_IsRead(string text, long expected)
    {
        Assert.True(GoInteger.TryParse(text, out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1__0")]
    [InlineData("1_")]
    [InlineData("_1")]
    [InlineData("08")]
    [InlineData("0x")]
    [InlineData("0b2")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("99999999999999999999999999999999999999999999")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(GoInteger.TryParse(text, out _));
}
