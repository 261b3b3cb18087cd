using Pharos.Instrumentation.Distributions;

namespace Pharos.Instrumentation.Tests.Distributions;

public sealed class SketchTests
{
    private static readonly double[] Shares = [0, 0.001, 0.01, 0.05, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1];

    public static TheoryData<string, Func<Random, double>> Distributions => new()
    {
        { "uniform", random => random.NextDouble() },
        { "exponential", random => -Math.Log(1 - random.NextDouble()) * 0.02 },
        { "heavy tail", random => Math.Pow(1 - random.NextDouble(), -1.5) },
        { "two peaks", random => random.Next(2) == 0 ? 0.001 + (random.NextDouble() * 1e-4) : 30 + random.NextDouble() },
        { "both signs", random => (random.NextDouble() - 0.5) * 1000 },
        { "zeros", random => Math.Max(0, random.NextDouble() - 0.6) },
        { "few values", random => random.Next(-3, 4) },
        { "tiny", random => random.NextDouble() * 1e-300 },
        { "constant", _ => 0.25 },
    };

    [Theory]
    [MemberData(nameof(Distributions))]
    public void Quantile_ManyObservations_IsWithinTheErrorOfTheExactOne(string what, Func<Random, double> draw)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var values = Enumerable.Range(0, 1 + (seed * 300)).Select(_ => draw(random)).ToArray();
            var sketch = SketchOf(values);
            Array.Sort(values);
            foreach (var share in Shares)
            {
                var exact = values[(int)Math.Clamp(Math.Ceiling(share * values.Length), 1, values.Length) - 1];
                var estimate = sketch.Quantile(share);
                Assert.True(
                    Math.Abs(estimate - exact) <= Sketch.RelativeError * Math.Abs(exact),
                    $"{what}, seed {seed}, quantile {share}: {estimate:R} for {exact:R}");
            }
        }
    }

    [Fact]
    public void Quantile_AddedUpSketches_AreAsOneOfAll()
    {
        var random = new Random(3);
        var values = Enumerable.Range(0, 3000).Select(i => Math.Exp((random.NextDouble() - 0.5) * (i < 1000 ? 900 : 4))).ToArray();
        var total = SketchOf([]);
        total.AddAll(SketchOf(values[..1000]));
        total.AddAll(SketchOf([]));
        total.AddAll(SketchOf(values[1000..2000]));
        total.AddAll(SketchOf(values[2000..]));
        var whole = SketchOf(values);
        Assert.Equal(3000UL, total.Count);
        Assert.All(Shares, share => Assert.Equal(whole.Quantile(share), total.Quantile(share)));
    }

    [Fact]
    public void Add_HugeRange_LowersTheResolutionAndStaysOrdered()
    {
        var random = new Random(5);
        var values = Enumerable.Range(0, 20_000).Select(_ => Math.ScaleB(random.NextDouble() - 0.5, random.Next(-1000, 1000))).ToArray();
        var sketch = SketchOf(values);
        var before = double.NegativeInfinity;
        foreach (var share in Shares)
        {
            var estimate = sketch.Quantile(share);
            Assert.True(estimate >= before);
            before = estimate;
        }

        Assert.Equal(values.Min(), sketch.Quantile(0));
        Assert.Equal(values.Max(), sketch.Quantile(1));
    }

    [Fact]
    public void Quantile_Infinities_AreRanked()
    {
        var (low, high) = (double.NegativeInfinity, double.PositiveInfinity);
        var sketch = SketchOf([low, low, 1, high, high, double.NaN]);
        Assert.Equal(5UL, sketch.Count);
        Assert.Equal(double.NegativeInfinity, sketch.Quantile(0.4));
        Assert.Equal(1, sketch.Quantile(0.6), 0.011);
        Assert.Equal(double.PositiveInfinity, sketch.Quantile(0.8));
    }

    private static Sketch SketchOf(double[] values)
    {
        var sketch = new Sketch();
        Array.ForEach(values, sketch.Add);
        return sketch;
    }
}
