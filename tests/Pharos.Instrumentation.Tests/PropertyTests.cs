using FsCheck;
using FsCheck.Fluent;

namespace Pharos.Instrumentation.Tests;

/// <summary>What holds for whatever comes; the seed is fixed.</summary>
public sealed class PropertyTests
{
    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20_260_401, 7).WithQuietOnSuccess(true);

    [Fact]
    public void Histogram_AnyDoubles_CountsAddUp() => Check.One(Fixed, Prop.ForAll((double[] values) =>
    {
        var registry = new MetricRegistry(new ManualClock());
        var histogram = registry.Histogram(
            "h", "help", new HistogramOptions { Buckets = [-1, 0, 1], Native = new() { MaxBuckets = 12, MaxZeroThreshold = 1e-3 } });
        Array.ForEach(values, histogram.Observe);
        var shown = RecordingSink.Of(registry).Histograms[0];
        return shown.Count == values.Length
            && shown.Buckets[^1].CumulativeCount == values.Length
            && shown.Buckets[1].CumulativeCount == values.Count(value => value <= 0)
            && NativeBuckets.TotalOf(shown.Native!) == (ulong)values.Count(value => !double.IsNaN(value));
    }));

    [Fact]
    public void Summary_AnyDoubles_QuantilesAscendBetweenTheExtremes() => Check.One(Fixed, Prop.ForAll((double[] values) =>
    {
        var registry = new MetricRegistry(new ManualClock());
        var summary = registry.Summary("s", "help", new SummaryOptions { Quantiles = [0, 0.1, 0.5, 0.9, 1] });
        Array.ForEach(values, summary.Observe);
        var shown = RecordingSink.Of(registry).Summaries[0].Quantiles.Select(quantile => quantile.Value).ToArray();
        var ranked = values.Where(value => !double.IsNaN(value)).ToArray();
        return ranked.Length == 0
            ? shown.All(double.IsNaN)
            : shown[0] == ranked.Min() && shown[^1] == ranked.Max() && shown.Order().SequenceEqual(shown);
    }));

    /// <summary>Against a dictionary: a number adds to the metric of its last digits, a negative one removes it.</summary>
    [Fact]
    public void LabelledFamily_AnyAdditionsAndRemovals_IsAsADictionary() => Check.One(Fixed, Prop.ForAll((int[] steps) =>
    {
        var registry = new MetricRegistry(new ManualClock());
        var family = registry.CounterFamily("c_total", "help", "a", "b");
        var model = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            var (a, b) = ($"{Math.Abs((long)step) % 3}", $"{Math.Abs((long)step) % 2}");
            var key = $"c_total{{a=\"{a}\", b=\"{b}\"}}";
            if (step < 0 && family.Remove(a, b) != model.Remove(key))
            {
                return false;
            }

            if (step >= 0)
            {
                family.WithLabels(a, b).Add(step);
                model[key] = model.GetValueOrDefault(key) + step;
            }
        }

        var sink = RecordingSink.Of(registry);
        return family.Count == model.Count
            && model.Keys.SequenceEqual(sink.Lines.Skip(1).Select(line => line[..line.LastIndexOf(' ')]))
            && model.All(pair => sink.Value(pair.Key) == pair.Value);
    }));
}
