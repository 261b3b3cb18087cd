using Pharos.Foundation.Numbers;

namespace Pharos.Foundation.Tests.Numbers;

public sealed class GoMathTests
{
    [Theory]
    [InlineData(1.0, 0.0)]
    [InlineData(8.0, 3.0)]
    [InlineData(0.25, -2.0)]
    [InlineData(double.Epsilon, -1074.0)]
    [InlineData(0.0, double.NegativeInfinity)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(-1.0, double.NaN)]
    [InlineData(double.NaN, double.NaN)]
    public void Log2_PowersOfTwoAndSpecialValues_AreExact(double value, double expected)
    {
        Assert.Equal(expected, GoMath.Log2(value));
    }

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(10.0, 1024.0)]
    [InlineData(-1.0, 0.5)]
    [InlineData(-1074.0, double.Epsilon)]
    [InlineData(1024.0, double.PositiveInfinity)]
    [InlineData(-1080.0, 0.0)]
    [InlineData(double.NegativeInfinity, 0.0)]
    [InlineData(double.NaN, double.NaN)]
    public void Exp2_WholeAndSpecialValues_AreExact(double value, double expected)
    {
        Assert.Equal(expected, GoMath.Exp2(value));
    }

    /// <summary>Values where Go and the C library round differently.</summary>
    [Theory]
    [InlineData(0.5, 1.4142135623730949)]
    [InlineData(1.5, 2.8284271247461898)]
    public void Exp2_Halves_AreRoundedAsGoDoes(double value, double expected)
    {
        Assert.Equal(expected, GoMath.Exp2(value));
    }

    [Fact]
    public void LogAndExp2_ManyValues_AreWithinAnUlpOrTwoOfThePlatforms()
    {
        var random = new Random(1);
        for (var i = 0; i < 100_000; i++)
        {
            var value = BitConverter.Int64BitsToDouble(random.NextInt64(1, 0x7FF0_0000_0000_0000));
            Assert.True(Math.Abs(GoMath.Log(value) - Math.Log(value)) <= 4e-16 * Math.Abs(Math.Log(value)));
            var power = (random.NextDouble() - 0.5) * 2000;
            Assert.True(Math.Abs(GoMath.Exp2(power) - Math.Pow(2, power)) <= 1e-15 * Math.Pow(2, power));
        }
    }
}
