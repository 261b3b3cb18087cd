using Pharos.Model.Histograms;
using Pharos.PromQL.Windows;

namespace Pharos.PromQL.RangeFunctions;

/// <summary>How far histograms of a series changed between two of its samples, as a gauge histogram.</summary>
internal sealed class HistogramChange
{
    private readonly bool _isCounter;
    private SampleColumns _samples = null!;

    /// <summary>Indices of samples behind a reset, ascending.</summary>
    private readonly List<int> _resets = [];

    /// <summary>Whether all samples have the same schema and none is a gauge, so that windows need not look for it.</summary>
    private bool _isUniform;

    public HistogramChange(bool isCounter)
    {
        _isCounter = isCounter;
    }

    /// <summary>Adds in place. False, which is noted, if the one has custom buckets and the other has not.</summary>
    public static bool TryAdd(FloatHistogram sum, FloatHistogram other, ref WindowNotes notes) =>
        IsCombined(sum.Add(other), WindowNotes.ReconciledAddition, ref notes);

    /// <inheritdoc cref="TryAdd"/>
    public static bool TrySubtract(FloatHistogram from, FloatHistogram other, ref WindowNotes notes) =>
        IsCombined(from.Subtract(other), WindowNotes.ReconciledSubtraction, ref notes);

    /// <summary>Turns to another series.</summary>
    public void Prepare(SampleColumns samples)
    {
        _samples = samples;
        _resets.Clear();
        var histograms = samples.Histograms;
        _isUniform = true;
        for (var i = 0; i < histograms.Length; i++)
        {
            _isUniform &= histograms[i].Schema == histograms[0].Schema && histograms[i].CounterResetHint != CounterResetHint.Gauge;
            if (_isCounter && i > 0 && IsReset(i))
            {
                _resets.Add(i);
            }
        }
    }

    /// <summary>Whether starts of samples overlap between two samples.</summary>
    public bool HasOverlap(int first, int last)
    {
        var starts = _samples.HistogramStarts;
        if (!_isCounter || starts.IsEmpty)
        {
            return false;
        }

        return new OverlapSearch(starts[first..], _samples.HistogramTimes[first..]).IsWithin(0, last - first);
    }

    /// <summary>The change, or null if some of the samples cannot be combined. The caller owns it.</summary>
    /// <param name="last">After the first.</param>
    public FloatHistogram? Between(int first, int last, ref WindowNotes notes)
    {
        var baseline = Baseline(first);
        var schema = baseline.Schema;
        if (!_isUniform && !TryReconcile(first, last, baseline, out schema, ref notes))
        {
            return null;
        }

        var window = WindowNotes.None;
        var change = _samples.Histograms[last].CopyToSchema(schema);
        if (!TrySubtract(change, baseline, ref window) || (_isCounter && !TryAddLost(change, first, last, baseline, ref window)))
        {
            // What else was found out about the window does not matter where there is no result.
            notes |= WindowNotes.MixedSchemas;
            return null;
        }

        notes |= window;
        if (!_isCounter)
        {
            notes |= IsGauge(first) && IsGauge(last) ? WindowNotes.None : WindowNotes.NotGauge;
        }

        change.CounterResetHint = CounterResetHint.Gauge;
        return change.Compact(0);
    }

    private static bool IsCombined(HistogramMergeResult result, WindowNotes reconciled, ref WindowNotes notes)
    {
        if (result.HasFlag(HistogramMergeResult.IncompatibleSchemas))
        {
            notes |= WindowNotes.MixedSchemas;
            return false;
        }

        if (result.HasFlag(HistogramMergeResult.BoundsReconciled))
        {
            notes |= reconciled;
        }

        return true;
    }

    private bool IsReset(int index) =>
        IsStart(index) || _samples.Histograms[index].DetectReset(_samples.Histograms[index - 1]);

    private bool IsStart(int index)
    {
        var starts = _samples.HistogramStarts;
        var times = _samples.HistogramTimes;
        return !starts.IsEmpty && StartTimes.IsReset(starts[index - 1], times[index - 1], starts[index], times[index]);
    }

    private bool IsGauge(int index) => _samples.Histograms[index].CounterResetHint == CounterResetHint.Gauge;

    /// <summary>
    /// What is taken from the last sample: the first one. If a reset follows it, that is nothing, in the layout of the second one, so that
    /// the layout of the first does not matter.
    /// </summary>
    private FloatHistogram Baseline(int first)
    {
        if (!_isCounter || _resets.BinarySearch(first + 1) < 0)
        {
            return _samples.Histograms[first];
        }

        var second = _samples.Histograms[first + 1];
        return new FloatHistogram { Schema = second.Schema, CustomValues = second.CustomValues };
    }

    /// <summary>Finds the lowest of the schemas. False, which is noted, if custom buckets are mixed with others.</summary>
    private bool TryReconcile(int first, int last, FloatHistogram baseline, out int schema, ref WindowNotes notes)
    {
        var histograms = _samples.Histograms;
        var isCustom = baseline.UsesCustomBuckets;
        var window = _isCounter && (IsGauge(first) || IsGauge(last)) ? WindowNotes.NotCounter : WindowNotes.None;
        schema = Math.Min(histograms[last].Schema, baseline.Schema);
        if (histograms[last].UsesCustomBuckets != isCustom)
        {
            notes |= window | WindowNotes.MixedSchemas;
            return false;
        }

        for (var i = first + 1; _isCounter && i < last; i++)
        {
            if (histograms[i].UsesCustomBuckets != isCustom)
            {
                notes |= WindowNotes.MixedSchemas;
                return false;
            }

            window |= IsGauge(i) ? WindowNotes.NotCounter : WindowNotes.None;
            schema = Math.Min(schema, histograms[i].Schema);
        }

        notes |= window;
        return true;
    }

    /// <summary>Adds what the counter had reached ahead of each reset between two samples.</summary>
    private bool TryAddLost(FloatHistogram change, int first, int last, FloatHistogram baseline, ref WindowNotes notes)
    {
        var at = _resets.BinarySearch(first + 1);
        for (at = at < 0 ? ~at : at; at < _resets.Count && _resets[at] <= last; at++)
        {
            var place = _resets[at];
            var isSecond = place == first + 1;
            if (isSecond && !IsStart(place) && !_samples.Histograms[place].DetectReset(baseline))
            {
                continue;
            }

            if (!TryAdd(change, isSecond ? baseline : _samples.Histograms[place - 1], ref notes))
            {
                return false;
            }
        }

        return true;
    }
}
