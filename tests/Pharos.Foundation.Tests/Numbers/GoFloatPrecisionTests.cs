using Pharos.Foundation.Numbers;

namespace Pharos.Foundation.Tests.Numbers;

public sealed class GoFloatPrecisionTests
{
    [Theory]
    [InlineData(0.5, 'f', 0, "0")]
    [InlineData(1.5, 'f', 0, "2")]
    [InlineData(2.5, 'f', 0, "2")]
    [InlineData(1.005, 'f', 2, "1.00")]
    [InlineData(-1234.5678, 'f', 2, "-1234.57")]
    [InlineData(0.0, 'f', 3, "0.000")]
    [InlineData(1e21, 'f', 1, "1000000000000000000000.0")]
    [InlineData(0.04, 'f', 1, "0.0")]
    [InlineData(99.95, 'f', 1, "100.0")]
    [InlineData(12345.678, 'e', 3, "1.235e+04")]
    [InlineData(9.9999, 'e', 2, "1.00e+01")]
    [InlineData(0.0, 'e', 2, "0.00e+00")]
    [InlineData(5e-324, 'e', 3, "4.941e-324")]
    [InlineData(1.0, 'g', 4, "1")]
    [InlineData(1000.0, 'g', 4, "1000")]
    [InlineData(12345.0, 'g', 4, "1.234e+04")]
    [InlineData(0.00012345, 'g', 3, "0.000123")]
    [InlineData(0.000012345, 'g', 3, "1.23e-05")]
    [InlineData(999.96, 'g', 4, "1000")]
    [InlineData(-0.0, 'g', 4, "-0")]
    [InlineData(0.1, 'f', 30, "0.100000000000000005551115123126")]
    [InlineData(0.1, 'e', -1, "1e-01")]
    [InlineData(1234567.25, 'g', -1, "1.23456725e+06")]
    [InlineData(1234567.25, 'f', -1, "1234567.25")]
    public void Format_WithAPrecision_RoundsHalfToEven(double value, char format, int precision, string expected) =>
        Assert.Equal(expected, GoFloatPrecision.Format(value, format, precision));

    [Fact]
    public void Format_WithMoreDigitsThanThereAre_AddsZeros()
    {
        var text = GoFloatPrecision.Format(0.5, 'f', 100_000);
        Assert.Equal(100_002, text.Length);
        Assert.Equal("0.5", text.TrimEnd('0'));
    }
}
