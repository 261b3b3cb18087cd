using System.Globalization;
using Pharos.Compatibility.Tests.Storage;
using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.Compatibility.Tests.Queries.Data;

/// <summary>Classic histograms, and native ones of all kinds.</summary>
internal static class HistogramSeries
{
    private const int Slow = 3;

    private static readonly double[] Bounds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, double.PositiveInfinity];

    public static IEnumerable<DataSeries> All() => [.. Classic("latency_seconds", 0), .. Classic("wobbly_seconds", 3), .. Native(), .. Others()];

    private static IEnumerable<DataSeries> Classic(string name, int wobble)
    {
        foreach (var instance in Fleet.Instances)
        {
            var observations = new Observations(instance.Number, Bounds.Length, instance.Number == 1 ? 200 : 0);
            foreach (var (i, bound) in Bounds.Index())
            {
                var random = new Random(i);
                var le = double.IsInfinity(bound) ? "+Inf" : bound.ToString(CultureInfo.InvariantCulture);
                var index = i;
                yield return DataSeries.OfNumbers(
                    instance.Named(name + "_bucket", ("le", le)),
                    Slow,
                    tick => Math.Max(0, observations.At(tick.Number).Through(index) - (wobble > 0 ? random.Next(wobble) : 0)));
            }

            yield return DataSeries.OfNumbers(instance.Named(name + "_count"), Slow, tick => observations.At(tick.Number).Total);
            yield return DataSeries.OfNumbers(instance.Named(name + "_sum"), Slow, tick => observations.At(tick.Number).Sum);
        }
    }

    private static IEnumerable<DataSeries> Native()
    {
        foreach (var instance in Fleet.Instances)
        {
            foreach (var method in (string[])["get", "post"])
            {
                var observations = new Observations(instance.Number * 3 + method.Length, 12, instance.Number == 1 ? 300 : 0);
                var labels = instance.Named("rpc_seconds", ("method", method));
                yield return DataSeries.OfHistograms(labels, Slow, tick =>
                    instance.Number == 2 && tick.IsInMinutes(30, 36) ? null
                    : instance.Number == 3 && tick.IsFirstOf(36, Slow) ? new Histogram { Sum = SpecialValues.StaleNaN }
                    : instance.Number == 3 && tick.IsInMinutes(36, 39) ? null
                    : Exponential(observations.At(tick.Number), instance.Number == 0 && tick.IsInMinutes(25, 60) ? 0 : instance.Number % 3, -4));
            }

            var gauge = new Observations(100 + instance.Number, 10, 7);
            yield return DataSeries.OfHistograms(instance.Named("load_sizes"), Slow, tick =>
            {
                var histogram = Exponential(gauge.At(tick.Number), instance.Number, -2);
                histogram.CounterResetHint = CounterResetHint.Gauge;
                return histogram;
            });
            var custom = new Observations(200 + instance.Number, 6, instance.Number == 1 ? 250 : 0);
            yield return DataSeries.OfHistograms(instance.Named("page_seconds"), Slow, tick =>
                Custom(custom.At(tick.Number), instance.Number == 2 && tick.IsInMinutes(15, 45) ? [0.1, 0.5, 1, 4, 20] : [0.1, 0.5, 1, 5, 10]));
        }
    }

    private static IEnumerable<DataSeries> Others()
    {
        for (var i = 0; i < 3; i++)
        {
            var n = i;
            var shard = n.ToString(CultureInfo.InvariantCulture);
            var observations = new Observations(300 + i, 8, 0);
            yield return new DataSeries(Labels.Of(("__name__", "floating_sizes"), ("shard", shard)), Slow, tick => new StoredSample(
                Labels.Of(("__name__", "floating_sizes"), ("shard", shard)), tick.TimeMs, 0, FloatHistogram: Halved(Signed(observations.At(tick.Number), n))));
            var mixed = Labels.Of(("__name__", "mixed_kinds"), ("shard", shard));
            yield return new DataSeries(mixed, Slow, tick => tick.IsInMinutes(10 * n, 10 * n + 20)
                ? new StoredSample(mixed, tick.TimeMs, tick.Number / 100)
                : new StoredSample(mixed, tick.TimeMs, 0, n == 2 ? Custom(observations.At(tick.Number), [1, 2, 3]) : Signed(observations.At(tick.Number), n)));
            var either = Labels.Of(("__name__", "either_kind"), ("shard", shard));
            yield return new DataSeries(either, Slow, tick => n switch
            {
                0 => new StoredSample(either, tick.TimeMs, tick.Number % 50),
                1 => new StoredSample(either, tick.TimeMs, 0, Exponential(observations.At(tick.Number), 1, 0)),
                _ => new StoredSample(either, tick.TimeMs, 0, Custom(observations.At(tick.Number), [1, 2, 3])),
            });
        }
    }

    private static Histogram Exponential(Observations observations, int schema, int offset) => new()
    {
        Schema = schema,
        ZeroThreshold = 0.001,
        ZeroCount = (ulong)observations.Buckets[0],
        Count = (ulong)observations.Total,
        Sum = observations.Sum,
        PositiveSpans = [new(offset, 4), new(3, (uint)(observations.Buckets.Length - 5))],
        PositiveBuckets = Deltas(observations.Buckets.AsSpan(1)),
    };

    /// <summary>With buckets on both sides of zero.</summary>
    private static Histogram Signed(Observations observations, int schema) => new()
    {
        Schema = schema,
        ZeroThreshold = schema == 1 ? 0.01 : 0.001,
        ZeroCount = (ulong)observations.Buckets[0],
        Count = (ulong)observations.Total,
        Sum = -observations.Sum / 3,
        PositiveSpans = [new(-1, 3)],
        PositiveBuckets = Deltas(observations.Buckets.AsSpan(1, 3)),
        NegativeSpans = [new(0, (uint)(observations.Buckets.Length - 4))],
        NegativeBuckets = Deltas(observations.Buckets.AsSpan(4)),
    };

    private static Histogram Custom(Observations observations, double[] bounds)
    {
        var buckets = observations.Buckets.AsSpan(0, Math.Min(bounds.Length + 1, observations.Buckets.Length));
        var total = 0L;
        foreach (var count in buckets)
        {
            total += count;
        }

        return new Histogram
        {
            Schema = HistogramSchema.CustomBuckets,
            Count = (ulong)total,
            Sum = observations.Sum,
            PositiveSpans = [new(0, (uint)buckets.Length)],
            PositiveBuckets = Deltas(buckets),
            CustomValues = bounds,
        };
    }

    private static FloatHistogram Halved(Histogram histogram)
    {
        var half = histogram.ToFloat();
        half.Count /= 2;
        half.Sum /= 2;
        half.ZeroCount /= 2;
        half.PositiveBuckets = [.. half.PositiveBuckets.Select(static count => count / 2)];
        half.NegativeBuckets = [.. half.NegativeBuckets.Select(static count => count / 2)];
        return half;
    }

    private static long[] Deltas(ReadOnlySpan<long> counts)
    {
        var deltas = new long[counts.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            deltas[i] = counts[i] - (i == 0 ? 0 : counts[i - 1]);
        }

        return deltas;
    }
}
