using Pharos.Foundation.Numbers;
using Pharos.Model.Histograms;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>The sum of each window's floats, or of its histograms.</summary>
internal sealed class SumOverTime : SingleKindFunction
{
    private readonly WindowSums<Sum> _sums;

    public SumOverTime(RangeCall call)
        : base(call)
    {
        _sums = new(call.Run);
    }

    protected override void EvaluateFloats(SeriesWindows windows, Span<double> results) => _sums.Evaluate(windows, results);

    protected override FloatHistogram? EvaluateHistograms(SeriesWindows windows, int step, int first, int end, ref WindowNotes notes)
    {
        var histograms = windows.Samples.Histograms[first..end];
        var sum = new HistogramSum(histograms[0]);
        for (var i = 1; i < histograms.Length; i++)
        {
            if (!sum.TryAdd(histograms[i]))
            {
                notes |= WindowNotes.MixedSchemas;
                return null;
            }
        }

        notes |= sum.Notes;
        return sum.Total();
    }

    private readonly struct Sum : ISumResult
    {
        public static double Of(double sum, double rest, int count) => sum + rest;

        public static double Of(ReadOnlySpan<double> window)
        {
            var sum = 0.0;
            var rest = 0.0;
            foreach (var value in window)
            {
                KahanSum.Add(value, ref sum, ref rest);
            }

            return double.IsInfinity(sum) ? sum : sum + rest;
        }
    }
}
