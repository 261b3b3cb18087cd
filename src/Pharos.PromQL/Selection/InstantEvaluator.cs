using Pharos.Model.Histograms;
using Pharos.PromQL.Columns;
using Pharos.PromQL.Evaluation;
using Pharos.Storage;

namespace Pharos.PromQL.Selection;

/// <summary>Gives each step the newest sample that is not older than the lookback, unless it says that the series has ended.</summary>
internal sealed class InstantEvaluator : SeriesEvaluator
{
    private const int BatchSize = 256;

    private readonly QueryRun _run;
    private readonly SampleTimes _times;
    private readonly SampleAspect _aspect;
    private readonly long _lookbackMs;
    private readonly long[] _batchTimes = new long[BatchSize];
    private readonly double[] _batchValues = new double[BatchSize];
    private readonly long[] _batchStarts;

    /// <summary>The newest sample read that a step has not passed yet. A histogram has an absent value.</summary>
    private long _time;
    private double _value;
    private long _start;
    private FloatHistogram? _histogram;

    /// <summary>An object to read the next histogram into.</summary>
    private FloatHistogram? _spare;

    /// <param name="lookbackMs">How old samples may be, if it is not as the query is set; with 0 there are none.</param>
    public InstantEvaluator(QueryRun run, SampleTimes times, SampleAspect aspect, long? lookbackMs = null)
    {
        _run = run;
        _times = times;
        _aspect = aspect;
        _lookbackMs = lookbackMs ?? run.Settings.LookbackMs;
        _batchStarts = aspect == SampleAspect.StartTimestamp ? new long[BatchSize] : [];
    }

    public override void Evaluate(SampleCursor samples, Row row)
    {
        var step = 0;
        _time = long.MinValue;
        _value = Slot.Absent;
        _histogram = null;
        samples.Seek(_times.First - _lookbackMs + 1);
        while (step < row.Steps && samples.Peek() is var kind && kind != SampleKind.None)
        {
            step = kind == SampleKind.Float ? PassFloats(samples, row, step) : PassHistogram(samples, row, step);
        }

        Fill(row, step, long.MaxValue);
        if (_aspect is SampleAspect.Timestamp or SampleAspect.StartTimestamp)
        {
            row.DropName(_run.DelaysNames);
        }
    }

    private int PassFloats(SampleCursor samples, Row row, int step)
    {
        var read = samples.ReadFloats(_batchTimes, _batchValues, _batchStarts);
        var wanted = _times[step];
        for (var i = 0; i < read; i++)
        {
            var time = _batchTimes[i];
            if (time > wanted)
            {
                step = Fill(row, step, time);
                if (step == row.Steps)
                {
                    return step;
                }

                wanted = _times[step];
            }

            _time = time;
            _value = _batchValues[i];
            _start = _batchStarts.Length > 0 ? _batchStarts[i] : 0;
            _histogram = null;
        }

        return step;
    }

    private int PassHistogram(SampleCursor samples, Row row, int step)
    {
        var next = _spare ?? new FloatHistogram();
        _spare = null;
        var time = samples.ReadFloatHistogram(next);
        var passed = _histogram;
        var filled = Fill(row, step, time);

        // A histogram that no step took can be read into again.
        _spare = filled == step ? passed : null;
        _time = time;
        _value = Slot.Absent;
        _start = samples.StartTimestampMs;
        _histogram = next;
        return filled;
    }

    /// <summary>Gives the newest sample to the steps before a time and returns the first step that is not before it.</summary>
    private int Fill(Row row, int step, long before)
    {
        var isSample = _histogram is null ? Slot.IsPresent(_value) : Slot.IsPresent(_histogram.Sum);
        var taken = 0;
        for (; step < row.Steps && _times[step] < before; step++)
        {
            if (isSample && _time > _times[step] - _lookbackMs)
            {
                Take(row, step);
                taken++;
            }
        }

        if (taken > 0)
        {
            var weight = (long)taken * (_histogram is null || _aspect != SampleAspect.Value ? 1 : SampleBudget.Weight(_histogram));
            _run.Counters.Add(weight, weight);
        }

        return step;
    }

    private void Take(Row row, int step)
    {
        switch (_aspect)
        {
            case SampleAspect.Timestamp:
                row.Values[step] = _time / 1000.0;
                break;
            case SampleAspect.StartTimestamp:
                row.Values[step] = _start / 1000.0;
                break;
            case SampleAspect.InfoTimestamp:
                row.Values[step] = _histogram is null
                    ? _time
                    : throw new QueryException($"this should be an info metric, with float samples: {row.Labels.ToString()}");
                break;
            default:
                if (_histogram is null)
                {
                    row.Values[step] = _value;
                }
                else
                {
                    row.SetHistogram(step, _histogram);
                }

                break;
        }
    }
}
