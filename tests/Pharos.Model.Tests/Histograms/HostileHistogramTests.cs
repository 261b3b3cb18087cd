using Pharos.Model.Histograms;
using Pharos.Testing;

namespace Pharos.Model.Tests.Histograms;

/// <summary>Broken histograms get a fault from validation; working with them all the same ends, at the worst with one kind of exception.</summary>
public sealed class HostileHistogramTests
{
    [Fact]
    public void Validate_SpansThatDoNotFit_IsAFault()
    {
        Property.Holds(HistogramCases.Seeds, seed =>
        {
            var histogram = HistogramCases.Floating(seed);
            var random = new Random(seed);
            if (random.Next(2) == 0)
            {
                histogram.PositiveBuckets = [.. histogram.PositiveBuckets, 1];
            }
            else
            {
                histogram.PositiveSpans = [.. histogram.PositiveSpans, new BucketSpan(0, uint.MaxValue)];
            }

            return histogram.Validate()?.Kind is HistogramFaultKind.SpansBucketsMismatch or HistogramFaultKind.CustomBucketsMismatch;
        });
    }

    [Fact]
    public void Operations_BrokenHistograms_EndCleanly()
    {
        Property.Holds(
            HistogramCases.Seeds,
            seed =>
            {
                var random = new Random(seed);
                var histogram = Break(HistogramCases.Floating(seed), random);
                var other = Break(HistogramCases.Floating(seed + 1), random);
                Attempt(() => histogram.Copy().Add(other));
                Attempt(() => histogram.Copy().Subtract(other));
                Attempt(() =>
                {
                    FloatHistogram? compensation = null;
                    histogram.Copy().KahanAdd(other, ref compensation);
                });
                Attempt(() => histogram.Copy().Compact(random.Next(3)));
                Attempt(() => histogram.Copy().ReduceResolution(-4));
                Attempt(() => histogram.Copy().TrimAbove(1));
                Attempt(() => histogram.DetectReset(other));
                Attempt(() => HistogramQuantiles.Quantile(0.5, histogram, out _));
                Attempt(() => HistogramFractions.Fraction(0, 1, histogram, out _));
                Attempt(() => histogram.ContentEquals(other));
                Attempt(() => histogram.ToString());
                Attempt(() => histogram.ToTestExpression());
                return true;
            },
            cases: 3000);
    }

    /// <summary>The two exceptions that are promised: spans that do not fit, and a schema without bounds.</summary>
    private static void Attempt(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentOutOfRangeException)
        {
            Assert.NotEmpty(exception.Message);
        }
    }

    private static FloatHistogram Break(FloatHistogram histogram, Random random)
    {
        int[] offsets = [int.MinValue, -1, 0, 3, 1 << 20, int.MaxValue];
        uint[] lengths = [0, 1, 2, 100, int.MaxValue, uint.MaxValue];
        BucketSpan[] spans = [.. histogram.PositiveSpans, new(0, 1)];
        spans[random.Next(spans.Length)] = new BucketSpan(offsets[random.Next(offsets.Length)], lengths[random.Next(lengths.Length)]);
        switch (random.Next(6))
        {
            case 0:
                histogram.PositiveSpans = spans;
                break;
            case 1:
                histogram.NegativeSpans = spans;
                break;
            case 2:
                histogram.PositiveBuckets = histogram.PositiveBuckets[..(histogram.PositiveBuckets.Length / 2)];
                break;
            case 3:
                histogram.Schema = random.Next(-60, 60);
                break;
            case 4:
                histogram.ZeroThreshold = random.Next(3) switch { 0 => double.NaN, 1 => double.PositiveInfinity, _ => -1 };
                break;
            default:
                histogram.CustomValues = [double.NaN, 2, 1];
                break;
        }

        return histogram;
    }
}
