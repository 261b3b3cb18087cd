using Pharos.Model.Histograms;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>How far histograms changed between the edges of a window, as a gauge histogram.</summary>
internal sealed class EdgedHistogramChange
{
    private readonly bool _isCounter;
    private readonly bool _isSmoothed;
    private SampleColumns _samples = null!;

    /// <summary>Whether there is a reset ahead of a sample, by its index, for those that were looked at.</summary>
    private bool?[] _resets = [];

    public EdgedHistogramChange(bool isCounter, bool isSmoothed)
    {
        _isCounter = isCounter;
        _isSmoothed = isSmoothed;
    }

    /// <summary>Turns to another series.</summary>
    public void Prepare(SampleColumns samples)
    {
        _samples = samples;
        if (_resets.Length < samples.HistogramCount)
        {
            _resets = new bool?[samples.HistogramCount];
        }

        Array.Clear(_resets);
    }

    /// <summary>The change, or null if some of the samples cannot be combined. The caller owns it.</summary>
    /// <param name="begin">The first sample that may be looked at.</param>
    /// <param name="first">The sample at the window's start.</param>
    /// <param name="last">The sample at the window's end.</param>
    public FloatHistogram? Between(int begin, int first, int last, long startMs, long endMs, ref WindowNotes notes)
    {
        if (!AreAlike(first, last, ref notes) ||
            LeftEdge(first, startMs, ref notes) is not { } left ||
            RightEdge(begin, last, endMs, ref notes) is not { } right)
        {
            return null;
        }

        if (!_isCounter && !(IsGauge(left) && IsGauge(right)))
        {
            notes |= WindowNotes.NotGauge;
        }

        // The right edge is compared with the sample ahead of it below.
        var change = right.Copy();
        if (!HistogramChange.TrySubtract(change, left, ref notes))
        {
            return null;
        }

        if (_isCounter)
        {
            if (!TryFindLost(first, last, left, right, startMs, ref notes, out var lost) ||
                (lost is not null && !HistogramChange.TryAdd(change, lost, ref notes)))
            {
                return null;
            }
        }

        change.CounterResetHint = CounterResetHint.Gauge;
        return change;
    }

    private static bool IsGauge(FloatHistogram histogram) => histogram.CounterResetHint == CounterResetHint.Gauge;

    private bool AreAlike(int first, int last, ref WindowNotes notes)
    {
        var histograms = _samples.Histograms;
        for (var i = first; i <= last; i++)
        {
            if (histograms[i].UsesCustomBuckets != histograms[first].UsesCustomBuckets)
            {
                notes |= WindowNotes.MixedSchemas;
                return false;
            }

            if (_isCounter && IsGauge(histograms[i]))
            {
                notes |= WindowNotes.NotCounter;
            }
        }

        return true;
    }

    private FloatHistogram? LeftEdge(int first, long startMs, ref WindowNotes notes) =>
        _isSmoothed && _samples.HistogramTimes[first] < startMs
            ? Interpolate(first, startMs, ref notes)
            : _samples.Histograms[first].Copy();

    private FloatHistogram? RightEdge(int begin, int last, long endMs, ref WindowNotes notes) =>
        _isSmoothed && last > begin && _samples.HistogramTimes[last] > endMs
            ? Interpolate(last - 1, endMs, ref notes)
            : _samples.Histograms[last].Copy();

    private FloatHistogram? Interpolate(int index, long atMs, ref WindowNotes notes)
    {
        var histograms = _samples.Histograms;
        var times = _samples.HistogramTimes;
        return Interpolation.Between(
            histograms[index], times[index], histograms[index + 1], times[index + 1], atMs, _isCounter, ref notes);
    }

    private bool IsReset(int index) =>
        _resets[index] ??= _samples.Histograms[index].DetectReset(_samples.Histograms[index - 1]);

    /// <summary>
    /// Adds up what the counter had reached ahead of each reset between the edges; null if there was none. The last sample stands for the
    /// right edge and has its hint, so it is not compared itself.
    /// </summary>
    private bool TryFindLost(
        int first, int last, FloatHistogram left, FloatHistogram right, long startMs, ref WindowNotes notes, out FloatHistogram? lost)
    {
        lost = null;
        var histograms = _samples.Histograms;
        var before = left;
        var next = first + 1;
        if (_isSmoothed && _samples.HistogramTimes[first] < startMs && IsReset(next))
        {
            // The line to the left edge began at zero behind this reset.
            before = histograms[next];
            next++;
        }

        if (next > last)
        {
            return true;
        }

        for (; next < last; next++)
        {
            var isNeighbor = ReferenceEquals(before, histograms[next - 1]);
            if ((isNeighbor ? IsReset(next) : histograms[next].DetectReset(before)) && !TryLose(before, ref lost, ref notes))
            {
                return false;
            }

            before = histograms[next];
        }

        return !right.DetectReset(before) || TryLose(before, ref lost, ref notes);
    }

    private static bool TryLose(FloatHistogram before, ref FloatHistogram? lost, ref WindowNotes notes)
    {
        if (lost is null)
        {
            lost = before.Copy();
            return true;
        }

        return HistogramChange.TryAdd(lost, before, ref notes);
    }
}
