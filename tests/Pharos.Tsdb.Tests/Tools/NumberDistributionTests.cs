using Pharos.Tsdb.Tools;

namespace Pharos.Tsdb.Tests.Tools;

public sealed class NumberDistributionTests
{
    [Fact]
    public void Write_Nothing_SaysSo() => Assert.Equal("things: N/A\n\n", Draw(1));

    [Fact]
    public void Write_Numbers_DrawsBarsOfTen() => Assert.Equal(
        "things (min/avg/max): 3/11/25\n"
        + "[ 1, 10]: 2 ##################################################\n"
        + "[11, 20]: 1 #########################\n"
        + "[21, 30]: 1 #########################\n"
        + "[31, 40]: 0 \n\n",
        Draw(4, 3, 4, 15, 25));

    [Fact]
    public void Write_NumbersFarApart_TakesLargerSteps()
    {
        var drawn = Draw(2, 120, 12_000_000);
        Assert.Contains("[       1,   100000]: 1 ", drawn, StringComparison.Ordinal);
        Assert.InRange(drawn.Split('\n').Length, 100, 140);
    }

    [Fact]
    public void Write_NumbersWithoutEnd_StaysSmall() => Assert.InRange(Draw(2, 0, long.MaxValue / 2).Split('\n').Length, 10, 100_010);

    private static string Draw(long total, params long[] numbers)
    {
        var distribution = new NumberDistribution();
        foreach (var number in numbers)
        {
            distribution.Add(number);
        }

        using var output = new StringWriter();
        distribution.Write(output, "things", total);
        return output.ToString();
    }
}
