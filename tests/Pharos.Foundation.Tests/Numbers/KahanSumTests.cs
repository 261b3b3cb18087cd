using Pharos.Foundation.Numbers;

namespace Pharos.Foundation.Tests.Numbers;

public sealed class KahanSumTests
{
    [Theory]
    [InlineData(new[] { 1.0, 1e100, 1.0, -1e100 }, 2.0)]
    [InlineData(new[] { 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1 }, 1.0)]
    [InlineData(new[] { 1e308, 1e308, -1e308 }, double.PositiveInfinity)]
    [InlineData(new[] { double.PositiveInfinity, 5.0 }, double.PositiveInfinity)]
    [InlineData(new[] { double.PositiveInfinity, double.NegativeInfinity }, double.NaN)]
    public void Add_Values_KeepsWhatRoundingTakes(double[] values, double expected)
    {
        double sum = 0;
        double compensation = 0;
        foreach (var value in values)
        {
            KahanSum.Add(value, ref sum, ref compensation);
        }

        Assert.Equal(expected, sum + compensation);
    }
}
