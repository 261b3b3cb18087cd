namespace Pharos.PromQL.Tests.RangeFunctions;

/// <summary>A series of floats, and the grid and range to look at it with, made of a seed.</summary>
internal sealed record FloatSamples(long[] Times, double[] Values, TimeGrid Grid, long RangeMs)
{
    private const long Scrape = 15_000;

    public static FloatSamples Random(int seed)
    {
        var random = new Random(seed);
        var count = random.Next(5) switch
        {
            0 => random.Next(1, 4),
            1 => random.Next(300, 700),
            _ => random.Next(2, 120),
        };
        var times = TimesOf(random, count);
        var values = ValuesOf(random, count);
        Spoil(random, values);

        var range = random.Next(4) switch
        {
            0 => random.NextInt64(1, Scrape * 2),
            1 => random.NextInt64(Scrape * 50, Scrape * 400),
            _ => Scrape * random.Next(1, 30),
        };
        var step = random.Next(4) switch
        {
            0 => random.NextInt64(1, Scrape * 60),
            1 => range,
            _ => Scrape * random.Next(1, 5),
        };
        var start = times[0] + random.NextInt64(-range, Scrape * 10);
        var steps = (int)Math.Clamp((times[^1] + range - start) / step, 1, 500);
        return new FloatSamples(times, values, new TimeGrid(start, step, steps), range);
    }

    /// <summary>The indices of the samples in a step's window, found by looking at each.</summary>
    public int[] Window(int step) =>
        [.. Enumerable.Range(0, Times.Length).Where(i => Times[i] > Grid[step] - RangeMs && Times[i] <= Grid[step])];

    public override string ToString() =>
        $"[{string.Join(", ", Times.Zip(Values, static (time, value) => $"{time}:{value:R}"))}] at {Grid} over {RangeMs}";

    private static long[] TimesOf(Random random, int count)
    {
        var times = new long[count];
        var time = random.NextInt64(-1_000_000, 2_000_000_000_000);
        var isRegular = random.Next(3) > 0;
        for (var i = 0; i < count; i++)
        {
            times[i] = time;
            time += isRegular ? Scrape : random.NextInt64(1, Scrape * 3);
            time += random.Next(20) == 0 ? random.NextInt64(Scrape * 40) : 0;
        }

        return times;
    }

    private static double[] ValuesOf(Random random, int count)
    {
        var values = new double[count];
        var kind = random.Next(5);
        var value = kind == 4 ? 1e9 : 0.0;
        for (var i = 0; i < count; i++)
        {
            value = kind switch
            {
                0 => random.Next(25) == 0 ? random.Next(5) : value + random.Next(100),
                1 => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-5, 15)),
                2 => random.Next(3) - 1,
                3 => 42.5,
                _ => value + (random.NextDouble() * 10) - 5,
            };
            values[i] = value;
        }

        return values;
    }

    private static void Spoil(Random random, double[] values)
    {
        double[] odd = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, double.MaxValue, -double.MaxValue];
        var share = random.Next(4) switch { 0 => 30, 1 => 3, _ => int.MaxValue };
        var kinds = random.Next(1, odd.Length + 1);
        for (var i = 0; i < values.Length; i++)
        {
            if (random.Next(share) == 0)
            {
                values[i] = odd[random.Next(kinds)];
            }
        }
    }
}
