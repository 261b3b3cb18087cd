namespace Pharos.Storage.Bench.Chunks;

/// <summary>What the values of a series are like, which decides how long their differences are and how well the processor guesses them.</summary>
public enum FloatKind
{
    /// <summary>Always the same.</summary>
    Constant,

    /// <summary>A counter of events.</summary>
    Integers,

    /// <summary>A sum of seconds.</summary>
    Fractions,
}

/// <summary>Series of 120 samples each, as they come from scrapes.</summary>
internal sealed class FloatSeries
{
    public const int Series = 200;
    public const int Samples = 120;

    /// <param name="kind">What the values are like.</param>
    /// <param name="jitter">Whether times are off by some milliseconds, as where the reader of targets does not straighten them.</param>
    public FloatSeries(FloatKind kind, bool jitter)
    {
        var random = new Random(5);
        for (var series = 0; series < Series; series++)
        {
            long time = 1_700_000_000_000 + random.Next(1_000_000);
            double value = random.Next(100_000);
            for (var i = 0; i < Samples; i++)
            {
                Times[series * Samples + i] = time;
                Values[series * Samples + i] = value;
                time += jitter ? 15_000 + random.Next(-3, 4) : 15_000;
                value += kind switch
                {
                    FloatKind.Constant => 0,
                    FloatKind.Integers => random.Next(200),
                    _ => random.NextDouble() * 10,
                };
            }
        }
    }

    public long[] Times { get; } = new long[Series * Samples];

    public double[] Values { get; } = new double[Series * Samples];
}
