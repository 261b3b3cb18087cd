using Pharos.PromQL.Columns;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>
/// Counts pairs of neighboring samples, of either kind, that have something to them. The pairs of a series are looked at once; the number
/// in a window is the difference of two running counts.
/// </summary>
internal abstract class PairFunction : RangeFunction
{
    private readonly bool _isAnchored;

    /// <summary>At each sample, floats and histograms in order of time, how many pairs up to it count.</summary>
    private int[] _counts = [];

    /// <param name="isAnchored">Whether the first sample is compared with the newest one at or ahead of the window's start.</param>
    protected PairFunction(RangeCall call, bool isAnchored)
        : base(call)
    {
        _isAnchored = isAnchored;
    }

    public sealed override void Evaluate(SeriesWindows windows, Row row)
    {
        var samples = windows.Samples;
        var total = samples.FloatCount + samples.HistogramCount;
        if (_counts.Length < total)
        {
            _counts = new int[Math.Max(total, _counts.Length * 2)];
        }

        if (samples.HistogramCount == 0)
        {
            CountFloats(samples, _counts);
        }
        else
        {
            CountAll(samples);
        }

        if (_isAnchored)
        {
            EvaluateAnchored(windows, row.Values);
        }
        else
        {
            Evaluate(windows, row.Values);
        }
    }

    /// <summary>Fills the running counts of a series of floats.</summary>
    protected abstract void CountFloats(SampleColumns samples, Span<int> counts);

    /// <param name="index">Of the later float, at least 1.</param>
    protected abstract bool CountsFloats(SampleColumns samples, int index);

    /// <inheritdoc cref="CountsFloats"/>
    protected abstract bool CountsHistograms(SampleColumns samples, int index);

    private void CountAll(SampleColumns samples)
    {
        var floats = 0;
        var histograms = 0;
        var wasHistogram = false;
        for (var i = 0; i < samples.FloatCount + samples.HistogramCount; i++)
        {
            var isHistogram = floats == samples.FloatCount ||
                (histograms < samples.HistogramCount && samples.HistogramTimes[histograms] < samples.FloatTimes[floats]);
            var counts = i > 0 && (isHistogram != wasHistogram ||
                (isHistogram ? CountsHistograms(samples, histograms) : CountsFloats(samples, floats)));
            _counts[i] = i == 0 ? 0 : _counts[i - 1] + (counts ? 1 : 0);
            wasHistogram = isHistogram;
            if (isHistogram)
            {
                histograms++;
            }
            else
            {
                floats++;
            }
        }
    }

    private void Evaluate(SeriesWindows windows, Span<double> results)
    {
        var counts = _counts;
        for (var step = 0; step < results.Length; step++)
        {
            var (first, end) = Window(windows, step);
            if (first < end)
            {
                results[step] = counts[end - 1] - counts[first];
            }
        }
    }

    private void EvaluateAnchored(SeriesWindows windows, Span<double> results)
    {
        var times = windows.Samples.FloatTimes;
        var histogramTimes = windows.Samples.HistogramTimes;
        var floatsBefore = 0;
        var histogramsBefore = 0;
        for (var step = 0; step < results.Length; step++)
        {
            var start = windows.StartOf(step);
            while (floatsBefore < times.Length && times[floatsBefore] <= start)
            {
                floatsBefore++;
            }

            while (histogramsBefore < histogramTimes.Length && histogramTimes[histogramsBefore] <= start)
            {
                histogramsBefore++;
            }

            var (first, end) = Window(windows, step);
            var before = floatsBefore + histogramsBefore;
            if (before < end)
            {
                results[step] = _counts[end - 1] - _counts[Math.Max(first, before - 1)];
            }
        }
    }

    /// <summary>The window in terms of all samples of both kinds, which works because both begin and end at the same times.</summary>
    private static (int First, int End) Window(SeriesWindows windows, int step)
    {
        var first = windows.FloatFirst[step];
        var end = windows.FloatEnd[step];
        return windows.HasHistograms
            ? (first + windows.HistogramFirst[step], end + windows.HistogramEnd[step])
            : (first, end);
    }
}
