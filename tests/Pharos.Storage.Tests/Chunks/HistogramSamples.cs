using FsCheck;
using FsCheck.Fluent;
using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.Storage.Tests.Chunks;

/// <summary>A histogram as it goes into a chunk.</summary>
public readonly record struct HistogramSample(long TimestampMs, Histogram Histogram, long StartTimestampMs)
{
    public override string ToString() => $"{TimestampMs} {Histogram.CounterResetHint} {Histogram} since {StartTimestampMs}";
}

/// <summary>Series of histograms that do what chunks have to care about: buckets come, go and fall, and all else changes now and then.</summary>
internal static class HistogramSamples
{
    private static readonly double[][] Bounds = [[], [0.005, 0.1, 1, 2.5], [-1, 1.0 / 3, 40_000]];

    public static Gen<HistogramSample[]> Sequences =>
        from isGauge in Gen.Elements(false, false, true)
        from count in Gen.Choose(1, 30)
        from steps in Step.ArrayOf(count)
        select Join(isGauge, steps);

    public static bool Same(Histogram left, Histogram right) =>
        left.ContentEquals(right) || (SpecialValues.IsStale(left.Sum) && SpecialValues.IsStale(right.Sum));

    private static Gen<(int[] Increments, int Event, int Age)> Step =>
        from increments in Gen.Choose(-1, 6).ArrayOf(12)
        from @event in Gen.Choose(0, 60)
        from age in Gen.Choose(0, 3)
        select (increments, @event, age);

    private static HistogramSample[] Join(bool isGauge, (int[] Increments, int Event, int Age)[] steps)
    {
        var counts = new long[12];
        var schema = 1;
        var threshold = 0.001;
        var bounds = 0;
        var samples = new HistogramSample[steps.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            var (increments, change, age) = steps[i];
            schema = change == 1 ? -schema : schema;
            threshold = change == 2 ? threshold / 2 : threshold;
            bounds = change == 3 ? (bounds + 1) % Bounds.Length : bounds;
            for (var bucket = 0; bucket < counts.Length; bucket++)
            {
                var add = isGauge || change == 4 ? increments[bucket] : Math.Max(0, increments[bucket] - 2);
                counts[bucket] = Math.Max(0, counts[bucket] + add);
            }

            var histogram = bounds == 0 ? Exponential(counts, schema, threshold) : Custom(counts, Bounds[bounds]);
            histogram.CounterResetHint =
                isGauge ? CounterResetHint.Gauge : change == 5 ? CounterResetHint.CounterReset : change == 6 ? CounterResetHint.Gauge : CounterResetHint.Unknown;
            if (change == 7)
            {
                histogram.Sum = SpecialValues.StaleNaN;
            }

            samples[i] = new HistogramSample(1000 + 15_000L * i + increments[0], histogram, age == 0 ? 0 : 1000L * (i / 10) + age / 3);
        }

        return samples;
    }

    /// <summary>Empty buckets are left out, as clients do.</summary>
    private static Histogram Exponential(long[] counts, int schema, double threshold)
    {
        var (positiveSpans, positive) = Side(counts.AsSpan(0, 8));
        var (negativeSpans, negative) = Side(counts.AsSpan(8, 3));
        return new Histogram
        {
            Schema = schema,
            ZeroThreshold = threshold,
            ZeroCount = (ulong)counts[11],
            Count = (ulong)counts.Sum(),
            Sum = counts.Sum() / 3.0,
            PositiveSpans = positiveSpans,
            PositiveBuckets = positive,
            NegativeSpans = negativeSpans,
            NegativeBuckets = negative,
        };
    }

    private static Histogram Custom(long[] counts, double[] bounds)
    {
        var (spans, buckets) = Side(counts.AsSpan(0, bounds.Length + 1));
        return new Histogram
        {
            Schema = HistogramSchema.CustomBuckets,
            Count = (ulong)counts[..(bounds.Length + 1)].Sum(),
            Sum = counts.Sum() / 7.0,
            PositiveSpans = spans,
            PositiveBuckets = buckets,
            CustomValues = bounds,
        };
    }

    private static (BucketSpan[] Spans, long[] Differences) Side(ReadOnlySpan<long> counts)
    {
        var spans = new List<BucketSpan>();
        var differences = new List<long>();
        var end = 0;
        long last = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] == 0)
            {
                continue;
            }

            if (spans.Count > 0 && end == i)
            {
                spans[^1] = spans[^1] with { Length = spans[^1].Length + 1 };
            }
            else
            {
                spans.Add(new BucketSpan(i - end, 1));
            }

            differences.Add(counts[i] - last);
            last = counts[i];
            end = i + 1;
        }

        return ([.. spans], [.. differences]);
    }
}
