using FsCheck;
using FsCheck.Fluent;
using Pharos.Model.Histograms;

namespace Pharos.Model.Tests.Histograms;

/// <summary>Valid histograms of all kinds, and what they mean said in the plainest way: counts by index.</summary>
internal static class HistogramCases
{
    private static readonly double[] Bounds = [-2, -1, 0, 0.5, 1, 2, 2.5, 5, 10];

    /// <summary>Seeds shrink to small numbers, not to small histograms; what a seed makes is easy to print.</summary>
    public static Gen<int> Seeds { get; } = Gen.Choose(0, int.MaxValue - 1);

    public static Histogram Integer(int seed)
    {
        var random = new Random(seed);
        var histogram = random.Next(3) == 0 ? Custom(random) : Exponential(random);
        foreach (var bucket in histogram.EnumeratePositive())
        {
            histogram.Count += bucket.Count;
        }

        foreach (var bucket in histogram.EnumerateNegative())
        {
            histogram.Count += bucket.Count;
        }

        histogram.Sum = random.Next(10) == 0 ? double.NaN : Math.Round(random.NextDouble() * 1000 - 300, 3);
        histogram.CounterResetHint = (CounterResetHint)random.Next(4);
        return histogram;
    }

    public static FloatHistogram Floating(int seed)
    {
        var histogram = Integer(seed).ToFloat();
        var random = new Random(seed ^ 0x5EED);
        return random.Next(2) == 0 ? histogram : histogram.Multiply(0.25 * random.Next(1, 9));
    }

    /// <summary>An exponential one without a zero bucket.</summary>
    public static FloatHistogram WithoutZeroBucket(int seed)
    {
        FloatHistogram histogram;
        do
        {
            histogram = Floating(seed++);
        }
        while (histogram.UsesCustomBuckets);

        histogram.Count -= histogram.ZeroCount;
        histogram.ZeroCount = 0;
        histogram.ZeroThreshold = 0;
        return histogram;
    }

    /// <summary>Counts by index, empty buckets left out.</summary>
    public static SortedDictionary<int, double> Counts(BucketSpan[] spans, double[] buckets)
    {
        var counts = new SortedDictionary<int, double>();
        var index = 0;
        var at = 0;
        foreach (var span in spans)
        {
            index += span.Offset;
            for (var i = 0; i < span.Length; i++, index++, at++)
            {
                if (buckets[at] != 0)
                {
                    counts[index] = buckets[at];
                }
            }
        }

        return counts;
    }

    private static Histogram Exponential(Random random)
    {
        var histogram = new Histogram { Schema = random.Next(-4, 9) };
        (histogram.PositiveSpans, histogram.PositiveBuckets) = Side(random, random.Next(-20, 20), int.MaxValue);
        (histogram.NegativeSpans, histogram.NegativeBuckets) = Side(random, random.Next(-20, 20), int.MaxValue);
        if (random.Next(2) == 0)
        {
            histogram.ZeroThreshold = random.Next(2) == 0 ? Math.Pow(2, random.Next(-6, 2)) : random.NextDouble();
            histogram.ZeroCount = (ulong)random.Next(10);
            histogram.Count = histogram.ZeroCount;
        }

        return histogram;
    }

    private static Histogram Custom(Random random)
    {
        var histogram = new Histogram
        {
            Schema = HistogramSchema.CustomBuckets,
            CustomValues = [.. Bounds.Where(_ => random.Next(3) > 0)],
        };
        (histogram.PositiveSpans, histogram.PositiveBuckets) = Side(random, random.Next(2), histogram.CustomValues.Length + 1);
        return histogram;
    }

    private static (BucketSpan[] Spans, long[] Deltas) Side(Random random, int first, int room)
    {
        var spans = new List<BucketSpan>();
        var deltas = new List<long>();
        long previous = 0;
        for (var i = random.Next(5); i > 0; i--)
        {
            var span = new BucketSpan(spans.Count == 0 ? first : random.Next(4), (uint)random.Next(6));
            room -= (spans.Count == 0 && room == int.MaxValue ? 0 : span.Offset) + (int)span.Length;
            if (room < 0)
            {
                break;
            }

            spans.Add(span);
            for (var at = 0; at < span.Length; at++)
            {
                var count = random.Next(4) == 0 ? 0 : random.Next(50);
                deltas.Add(count - previous);
                previous = count;
            }
        }

        return ([.. spans], [.. deltas]);
    }
}
