using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage;

namespace Pharos.PromQL.Selection;

/// <summary>
/// Reads histograms without their buckets: counts, sums, and whether counters were reset, which is found out here, since nobody can
/// later.
/// </summary>
internal sealed class StatisticsCursor(SampleCursor samples) : SampleCursor
{
    private FloatHistogram _current = new();
    private FloatHistogram _previous = new();
    private bool _hasPrevious;

    /// <summary>The cursor that is read from.</summary>
    public SampleCursor Samples { get; private set; } = samples;

    public override long StartTimestampMs => Samples.StartTimestampMs;

    /// <summary>Begins with another series.</summary>
    public void Reset(SampleCursor samples)
    {
        Samples = samples;
        _hasPrevious = false;
    }

    public override SampleKind Peek() => Samples.Peek();

    public override void Seek(long timestampMs)
    {
        Samples.Seek(timestampMs);
        _hasPrevious = false;
    }

    public override int ReadFloats(Span<long> timestampsMs, Span<double> values) => Samples.ReadFloats(timestampsMs, values);

    public override int ReadFloats(Span<long> timestampsMs, Span<double> values, Span<long> startTimestampsMs) =>
        Samples.ReadFloats(timestampsMs, values, startTimestampsMs);

    public override long ReadHistogram(Histogram histogram) => Samples.ReadHistogram(histogram);

    public override long ReadFloatHistogram(FloatHistogram histogram)
    {
        var time = Samples.ReadFloatHistogram(_current);
        var isSample = !SpecialValues.IsStale(_current.Sum);
        histogram.CounterResetHint = isSample ? Hint() : _current.CounterResetHint;
        histogram.Schema = _current.Schema;
        histogram.Count = _current.Count;
        histogram.Sum = _current.Sum;
        histogram.ZeroThreshold = 0;
        histogram.ZeroCount = 0;
        histogram.PositiveSpans = [];
        histogram.NegativeSpans = [];
        histogram.PositiveBuckets = [];
        histogram.NegativeBuckets = [];
        histogram.CustomValues = [];
        if (isSample)
        {
            _current.CounterResetHint = histogram.CounterResetHint;
            (_current, _previous) = (_previous, _current);
            _hasPrevious = true;
        }

        return time;
    }

    private CounterResetHint Hint()
    {
        if (_current.CounterResetHint != CounterResetHint.Unknown || !_hasPrevious)
        {
            return _current.CounterResetHint;
        }

        return _current.DetectReset(_previous) ? CounterResetHint.CounterReset : CounterResetHint.NotCounterReset;
    }
}
