using Pharos.Model.Histograms;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.Storage;

namespace Pharos.PromQL.Windows;

/// <summary>
/// The samples of one series between two times, floats and histograms apart, without those that say that the series has ended. Memory is
/// kept for the next series.
/// </summary>
internal sealed class SampleColumns
{
    private const int ReadAhead = 256;

    private readonly QueryRun _run;
    private readonly bool _hasStarts;
    private long[] _floatTimes = new long[ReadAhead];
    private double[] _floats = new double[ReadAhead];
    private long[] _floatStarts;
    private long[] _histogramTimes = [];
    private long[] _histogramStarts = [];
    private FloatHistogram[] _histograms = [];
    private long _held;

    /// <param name="hasStarts">Whether start timestamps are wanted.</param>
    public SampleColumns(QueryRun run, bool hasStarts)
    {
        _run = run;
        _hasStarts = hasStarts;
        _floatStarts = hasStarts ? new long[ReadAhead] : [];
    }

    public int FloatCount { get; private set; }

    public ReadOnlySpan<long> FloatTimes => _floatTimes.AsSpan(0, FloatCount);

    public ReadOnlySpan<double> Floats => _floats.AsSpan(0, FloatCount);

    /// <summary>When the counter of each float began, 0 if unknown; empty unless wanted.</summary>
    public ReadOnlySpan<long> FloatStarts => _hasStarts ? _floatStarts.AsSpan(0, FloatCount) : default;

    public int HistogramCount { get; private set; }

    public ReadOnlySpan<long> HistogramTimes => _histogramTimes.AsSpan(0, HistogramCount);

    /// <summary>Not to be changed; the objects are filled anew for the next series.</summary>
    public ReadOnlySpan<FloatHistogram> Histograms => _histograms.AsSpan(0, HistogramCount);

    /// <inheritdoc cref="FloatStarts"/>
    public ReadOnlySpan<long> HistogramStarts => _hasStarts ? _histogramStarts.AsSpan(0, HistogramCount) : default;

    /// <summary>Reads the samples after the one time up to and with the other.</summary>
    public void Load(SampleCursor samples, long afterMs, long untilMs)
    {
        Clear();
        samples.Seek(afterMs + 1);
        while (samples.Peek() is var kind && kind != SampleKind.None)
        {
            if (kind == SampleKind.Float ? !LoadFloats(samples, untilMs) : !LoadHistogram(samples, untilMs))
            {
                break;
            }
        }

        Charge();
    }

    /// <summary>Takes the samples of a row, with the times of its grid.</summary>
    public void Load(Row row, TimeGrid grid)
    {
        Clear();
        Reserve(row.Steps);
        for (var step = 0; step < row.Steps; step++)
        {
            if (row.HistogramAt(step) is { } histogram)
            {
                AddHistogram(grid[step], 0, WithoutHint(histogram));
            }
            else if (Slot.IsPresent(row.Values[step]))
            {
                _floatTimes[FloatCount] = grid[step];
                _floats[FloatCount] = row.Values[step];
                if (_hasStarts)
                {
                    _floatStarts[FloatCount] = 0;
                }

                FloatCount++;
            }
        }

        Charge();
    }

    /// <summary>
    /// The steps of a subquery are not all samples there were: what one of them knew about a reset since the sample before says nothing
    /// about the step before.
    /// </summary>
    private static FloatHistogram WithoutHint(FloatHistogram histogram)
    {
        if (histogram.CounterResetHint is CounterResetHint.Unknown or CounterResetHint.Gauge)
        {
            return histogram;
        }

        var copy = histogram.Copy();
        copy.CounterResetHint = CounterResetHint.Unknown;
        return copy;
    }

    private bool LoadFloats(SampleCursor samples, long untilMs)
    {
        Reserve(ReadAhead);
        var read = samples.ReadFloats(
            _floatTimes.AsSpan(FloatCount), _floats.AsSpan(FloatCount), _hasStarts ? _floatStarts.AsSpan(FloatCount) : default);
        var end = FloatCount + read;
        var isBeyond = _floatTimes[end - 1] > untilMs;
        while (end > FloatCount && _floatTimes[end - 1] > untilMs)
        {
            end--;
        }

        if (Slot.IsAnyAbsent(_floats.AsSpan(FloatCount, end - FloatCount)))
        {
            end = RemoveStale(FloatCount, end);
        }

        FloatCount = end;
        return !isBeyond;
    }

    private int RemoveStale(int from, int end)
    {
        var kept = from;
        for (var i = from; i < end; i++)
        {
            if (Slot.IsPresent(_floats[i]))
            {
                _floats[kept] = _floats[i];
                _floatTimes[kept] = _floatTimes[i];
                if (_hasStarts)
                {
                    _floatStarts[kept] = _floatStarts[i];
                }

                kept++;
            }
        }

        return kept;
    }

    private bool LoadHistogram(SampleCursor samples, long untilMs)
    {
        var histogram = NextHistogram();
        var time = samples.ReadFloatHistogram(histogram);
        if (time > untilMs)
        {
            return false;
        }

        if (Slot.IsPresent(histogram.Sum))
        {
            AddHistogram(time, samples.StartTimestampMs, histogram);
        }

        return true;
    }

    /// <summary>The object at the next place, which the series before may have left there.</summary>
    private FloatHistogram NextHistogram()
    {
        ReserveHistogram();
        return _histograms[HistogramCount] ??= new FloatHistogram();
    }

    private void AddHistogram(long time, long start, FloatHistogram histogram)
    {
        ReserveHistogram();
        _histogramTimes[HistogramCount] = time;
        _histograms[HistogramCount] = histogram;
        if (_hasStarts)
        {
            _histogramStarts[HistogramCount] = start;
        }

        HistogramCount++;
    }

    private void Clear()
    {
        FloatCount = 0;
        HistogramCount = 0;
        _run.Budget.Return(_held);
        _held = 0;
    }

    private void Charge()
    {
        _held = FloatCount;
        foreach (var histogram in Histograms)
        {
            _held += SampleBudget.Weight(histogram);
        }

        _run.Budget.Take(_held);
    }

    private void Reserve(int count)
    {
        if (_floatTimes.Length - FloatCount >= count)
        {
            return;
        }

        _run.ThrowIfStopped();
        var length = Math.Max(_floatTimes.Length * 2, FloatCount + count);
        Array.Resize(ref _floatTimes, length);
        Array.Resize(ref _floats, length);
        if (_hasStarts)
        {
            Array.Resize(ref _floatStarts, length);
        }
    }

    private void ReserveHistogram()
    {
        if (HistogramCount < _histograms.Length)
        {
            return;
        }

        var length = Math.Max(64, _histograms.Length * 2);
        Array.Resize(ref _histogramTimes, length);
        Array.Resize(ref _histograms, length);
        if (_hasStarts)
        {
            Array.Resize(ref _histogramStarts, length);
        }
    }
}
