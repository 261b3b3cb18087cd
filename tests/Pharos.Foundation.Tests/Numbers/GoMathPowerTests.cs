using Pharos.Foundation.Numbers;

namespace Pharos.Foundation.Tests.Numbers;

public sealed class GoMathPowerTests
{
    [Theory]
    [InlineData(0.0, -1.0)]
    [InlineData(-0.0, -3.0)]
    [InlineData(double.NegativeInfinity, 3.0)]
    [InlineData(0.5, double.PositiveInfinity)]
    [InlineData(-8.0, 3.0)]
    [InlineData(2.0, -1074.0)]
    [InlineData(10.0, 400.0)]
    [InlineData(-2.0, 0.3)]
    [InlineData(-1.0, 1e300)]
    [InlineData(0.999, 1e300)]
    [InlineData(double.NaN, 0.0)]
    [InlineData(1.0, double.NaN)]
    [InlineData(-1.0, double.NegativeInfinity)]
    [InlineData(9.0, -0.5)]
    public void Pow_WithoutRounding_IsThePlatforms(double value, double exponent) => Assert.Equal(Math.Pow(value, exponent), GoMath.Pow(value, exponent));

    [Fact]
    public void Pow_OfRandomNumbers_IsNearThePlatforms()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var value = Math.Exp(40 * (random.NextDouble() - 0.5)) * (i % 3 == 0 ? -1 : 1);
            var exponent = i % 3 == 0 ? random.Next(-20, 20) : 20 * (random.NextDouble() - 0.5);
            var expected = Math.Pow(value, exponent);
            Assert.Equal(1, GoMath.Pow(value, exponent) / expected, 1e-13);
        }
    }

    [Fact]
    public void Atan2_OnAnAxis_IsThePlatforms()
    {
        // Zeros of both signs, which as data of a theory would be taken for the same.
        double[] numbers = [0.0, -0.0, 1, -1, 2, -3, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        foreach (var y in numbers)
        {
            foreach (var x in numbers.Where(x => y == 0 || x == 0 || !double.IsFinite(x) || !double.IsFinite(y)))
            {
                var (expected, actual) = (Math.Atan2(y, x), GoMath.Atan2(y, x));
                Assert.Equal((expected, double.IsNegative(expected) && !double.IsNaN(expected)), (actual, double.IsNegative(actual) && !double.IsNaN(actual)));
            }
        }
    }

    [Fact]
    public void Atan2_OfRandomPoints_IsNearThePlatforms()
    {
        var random = new Random(6);
        for (var i = 0; i < 20_000; i++)
        {
            var (y, x) = (random.NextDouble() - 0.5, random.NextDouble() - 0.5);
            Assert.Equal(Math.Atan2(y, x), GoMath.Atan2(y, x), 1e-15);
        }
    }
}
