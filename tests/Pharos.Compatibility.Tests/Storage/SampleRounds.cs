using System.Globalization;
using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.Compatibility.Tests.Storage;

/// <summary>
/// Samples of all kinds, in rounds of one time each, as scrapes bring them: floats of several shapes, native histograms of both kinds with
/// exponential and with custom buckets, series with stale markers, one that changes from floats to histograms and back, and some that come and go.
/// </summary>
internal static class SampleRounds
{
    /// <summary>A multiple of two hours, long enough ago.</summary>
    public const long StartMs = 1_700_006_400_000;

    public static List<StoredSample[]> Make(int rounds, long stepMs, long startMs = StartMs) =>
        [.. Enumerable.Range(0, rounds).Select(round => Round(round, startMs + round * stepMs))];

    /// <summary>The samples of a time, which differ with their number.</summary>
    public static StoredSample[] Round(int number, long timestampMs)
    {
        var random = new Random(number);
        var samples = new List<StoredSample>();
        for (var i = 0; i < 4; i++)
        {
            var value = i switch { 0 => random.NextDouble(), 1 => number / 10, 2 => number % 7 == 0 ? double.NaN : 1e300 * number, _ => number };
            var labels = Labels.Of(("__name__", "numbers"), ("i", i.ToString(CultureInfo.InvariantCulture)), ("ü", "é\n\"" + new string('x', 50 * i)));
            samples.Add(new StoredSample(labels, timestampMs, value));
        }

        samples.Add(new StoredSample(Named("whole"), timestampMs, 0, Exponential(number)));
        samples.Add(new StoredSample(Named("broken"), timestampMs, 0, FloatHistogram: Exponential(number).ToFloat()));
        samples.Add(new StoredSample(Named("whole_custom"), timestampMs, 0, Custom(number)));
        samples.Add(new StoredSample(Named("broken_custom"), timestampMs, 0, FloatHistogram: Custom(number).ToFloat()));
        samples.Add(number / 50 % 2 == 0
            ? new StoredSample(Named("changing"), timestampMs, number)
            : new StoredSample(Named("changing"), timestampMs, 0, Exponential(number)));
        var isStale = number % 9 == 8;
        samples.Add(new StoredSample(Named("ending"), timestampMs, isStale ? SpecialValues.StaleNaN : number));
        samples.Add(new StoredSample(Named("ending_whole"), timestampMs, 0, isStale ? new Histogram { Sum = SpecialValues.StaleNaN } : Exponential(number)));
        for (var i = 0; i < 3 && number / 150 % 2 == 1; i++)
        {
            var labels = Labels.Of(("__name__", "coming"), ("i", i.ToString(CultureInfo.InvariantCulture)));
            samples.Add(new StoredSample(labels, timestampMs, number + i));
        }

        return [.. samples];
    }

    private static Labels Named(string name) => Labels.Of(("__name__", name), ("job", "rounds"));

    /// <summary>Counts grow, are reset now and then, and the buckets that there are change.</summary>
    public static Histogram Exponential(int number)
    {
        var n = number % 170 + 1;
        var isWide = number % 170 > 60;
        return new Histogram
        {
            Schema = number < 500 ? 1 : 0,
            ZeroThreshold = 0.001,
            ZeroCount = (ulong)n,
            Count = (ulong)(n * (isWide ? 12 : 8)),
            Sum = 0.5 * number,
            PositiveSpans = isWide ? [new(-1, 3), new(1, 2)] : [new(0, 2), new(2, 1)],
            PositiveBuckets = isWide ? [2 * n, -n, 0, 2 * n, -n] : [n, 0, 2 * n],
            NegativeSpans = [new(1, 1)],
            NegativeBuckets = [2 * n],
        };
    }

    private static Histogram Custom(int number)
    {
        var n = number % 200 + 1;
        return new Histogram
        {
            Schema = HistogramSchema.CustomBuckets,
            Count = (ulong)(3 * n),
            Sum = number,
            PositiveSpans = [new(0, 1), new(1, 1)],
            PositiveBuckets = [n, n],
            CustomValues = number < 300 ? [-0.5, 1, 7.25] : [-0.5, 2, 7.25, 9],
        };
    }
}
