using Pharos.Formats.Conversion;
using Pharos.Foundation.Numbers;
using Pharos.Model;
using Pharos.PromQL.Tests.Stores;

namespace Pharos.PromQL.Tests.Scripts;

/// <summary>Puts the samples of a load command into a store.</summary>
internal static class ScriptLoader
{
    public static void Load(MemoryStore store, LoadCommand load)
    {
        // Of two lines with the same series the later one holds.
        foreach (var series in load.Series.Reverse().DistinctBy(series => series.Labels).Reverse())
        {
            for (var i = 0; i < series.Values.Count; i++)
            {
                var value = series.Values[i];
                var time = i * load.StepMs;
                var start = series.Starts?[i] is { } offset ? time + offset : 0;
                if (value.Histogram is not null)
                {
                    store.Add(series.Labels, time, value.Histogram, start);
                }
                else if (!value.IsOmitted)
                {
                    store.Add(series.Labels, time, value.Value, start);
                }
            }
        }

        if (load.WithCustomBuckets)
        {
            LoadCustomBuckets(store, load);
        }
    }

    /// <summary>Makes native histograms of the buckets, sums and counts of each classic one.</summary>
    private static void LoadCustomBuckets(MemoryStore store, LoadCommand load)
    {
        var histograms = new Dictionary<Labels, SortedDictionary<long, ClassicHistogramBuilder>>();
        foreach (var series in load.Series)
        {
            var part = ClassicSeriesName.Split(series.Labels.View.MetricName, out var name);
            if (part == ClassicPart.None ||
                (part == ClassicPart.Bucket && (!TryGetBound(series.Labels, out var bound) || double.IsNaN(bound))))
            {
                continue;
            }

            TryGetBound(series.Labels, out bound);
            var labels = new LabelsBuilder(series.Labels.View).Set(LabelNames.MetricName, name).Remove(LabelNames.Bucket).ToLabels();
            if (!histograms.TryGetValue(labels, out var byTime))
            {
                histograms.Add(labels, byTime = []);
            }

            for (var i = 0; i < series.Values.Count; i++)
            {
                if (series.Values[i] is { IsOmitted: false, Histogram: null, Value: var value })
                {
                    var builder = byTime.TryGetValue(i * load.StepMs, out var known) ? known : byTime[i * load.StepMs] = new ClassicHistogramBuilder();
                    _ = part switch
                    {
                        ClassicPart.Bucket => builder.SetBucket(bound, value),
                        ClassicPart.Count => builder.SetCount(value),
                        _ => builder.SetSum(value),
                    };
                }
            }
        }

        foreach (var (labels, byTime) in histograms)
        {
            foreach (var (time, builder) in byTime)
            {
                if (!builder.TryBuild(out var integer, out var floating))
                {
                    throw new FormatException($"line {load.Line}: {labels}: {builder.Error}");
                }

                store.Add(labels, time, floating ?? integer!.ToFloat());
            }
        }
    }

    private static bool TryGetBound(Labels labels, out double bound) => GoFloatLiteral.TryParse(labels.View[LabelNames.Bucket], out bound);
}
