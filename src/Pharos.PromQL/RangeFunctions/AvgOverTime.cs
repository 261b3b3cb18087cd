using Pharos.Foundation.Numbers;
using Pharos.Model.Histograms;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>
/// The mean of each window's floats, or of its histograms: their sum by their number. Where the sum is too large for a number, the mean is
/// carried on from value to value instead.
/// </summary>
internal sealed class AvgOverTime : SingleKindFunction
{
    private readonly WindowSums<Mean> _sums;

    public AvgOverTime(RangeCall call)
        : base(call)
    {
        _sums = new(call.Run);
    }

    protected override void EvaluateFloats(SeriesWindows windows, Span<double> results) => _sums.Evaluate(windows, results);

    protected override FloatHistogram? EvaluateHistograms(SeriesWindows windows, int step, int first, int end, ref WindowNotes notes)
    {
        var histograms = windows.Samples.Histograms[first..end];
        var sum = SumOf(histograms, out var isMixed);
        if (sum is null && !isMixed)
        {
            sum = MeanOf(histograms, out isMixed);
        }

        if (sum is null)
        {
            notes |= WindowNotes.MixedSchemas;
            return null;
        }

        notes |= sum.Notes;
        return sum.Total();
    }

    /// <summary>The mean by way of the sum; null if that is too large, or if custom buckets are mixed with others.</summary>
    private static HistogramSum? SumOf(ReadOnlySpan<FloatHistogram> histograms, out bool isMixed)
    {
        var sum = new HistogramSum(histograms[0]);
        isMixed = false;
        for (var i = 1; i < histograms.Length; i++)
        {
            isMixed = !sum.TryAdd(histograms[i]);
            if (isMixed || sum.HasOverflow)
            {
                return null;
            }
        }

        sum.Divide(histograms.Length);
        return sum;
    }

    /// <summary>As <see cref="SumOf"/>, carrying the mean on from where the sum would be too large.</summary>
    private static HistogramSum? MeanOf(ReadOnlySpan<FloatHistogram> histograms, out bool isMixed)
    {
        var fitting = FittingInSum(histograms);
        var mean = new HistogramSum(histograms[0]);
        for (var i = 1; i < fitting; i++)
        {
            _ = mean.TryAdd(histograms[i]);
        }

        mean.Divide(fitting);
        isMixed = false;
        for (var i = fitting; i < histograms.Length; i++)
        {
            double count = i + 1;
            isMixed = !mean.TryBlend(histograms[i], (count - 1) / count, count);
            if (isMixed)
            {
                return null;
            }
        }

        return mean;
    }

    /// <summary>How many histograms can be summed up before the sum is too large.</summary>
    private static int FittingInSum(ReadOnlySpan<FloatHistogram> histograms)
    {
        var sum = new HistogramSum(histograms[0]);
        var count = 1;
        while (count < histograms.Length && sum.TryAdd(histograms[count]) && !sum.HasOverflow)
        {
            count++;
        }

        return count;
    }

    private readonly struct Mean : ISumResult
    {
        public static double Of(double sum, double rest, int count) => (sum / count) + (rest / count);

        public static double Of(ReadOnlySpan<double> window)
        {
            var sum = window[0];
            var rest = 0.0;
            var i = 1;
            for (; i < window.Length; i++)
            {
                var nextSum = sum;
                var nextRest = rest;
                KahanSum.Add(window[i], ref nextSum, ref nextRest);
                if (double.IsInfinity(nextSum))
                {
                    break;
                }

                sum = nextSum;
                rest = nextRest;
            }

            // What fits into the sum; beyond, the mean is carried on.
            var mean = sum / i;
            rest /= i;
            for (; i < window.Length; i++)
            {
                double count = i + 1;
                var kept = (count - 1) / count;
                mean *= kept;
                rest *= kept;
                KahanSum.Add(window[i] / count, ref mean, ref rest);
            }

            return mean + rest;
        }
    }
}
