using Pharos.Model.Histograms;

namespace Pharos.Tsdb.Head.Appending;

/// <summary>Histograms in which nothing was observed, for the times at which counters start.</summary>
internal static class ZeroSamples
{
    /// <summary>Of the same buckets, so that both go into one chunk.</summary>
    public static Histogram Like(Histogram histogram) => new()
    {
        CounterResetHint = CounterResetHint.CounterReset,
        Schema = histogram.Schema,
        ZeroThreshold = histogram.ZeroThreshold,
        CustomValues = histogram.CustomValues,
    };

    /// <inheritdoc cref="Like(Histogram)"/>
    public static FloatHistogram Like(FloatHistogram histogram) => new()
    {
        CounterResetHint = CounterResetHint.CounterReset,
        Schema = histogram.Schema,
        ZeroThreshold = histogram.ZeroThreshold,
        CustomValues = histogram.CustomValues,
    };
}
