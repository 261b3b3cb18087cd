using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.Storage.Chunks;

public abstract partial class NativeChunkWriter<THistogram>
{
    private CounterResetHint FirstHint(long timestampMs, THistogram histogram, in HistogramShape shape)
    {
        if (_refusedTime == timestampMs)
        {
            return NextCounterReset;
        }

        if (shape.Hint is CounterResetHint.Gauge or CounterResetHint.CounterReset)
        {
            return shape.Hint;
        }

        if (!_continues)
        {
            return CounterResetHint.Unknown;
        }

        _ = Fits(shape, histogram, out var relation);
        return HeaderOf(relation, isCut: true);
    }

    /// <summary>
    /// Whether a sample may follow on the newest. Also compares the buckets of chunk and sample, if it comes to that; otherwise there are none that
    /// only one of them has.
    /// </summary>
    /// <param name="relation">Whether there was a counter reset in between; for a gauge, that it is one.</param>
    private bool Fits(in HistogramShape shape, THistogram histogram, out CounterResetHint relation)
    {
        _positive.Forget();
        _negative.Forget();
        if (shape.Hint == CounterResetHint.Gauge)
        {
            relation = CounterResetHint.Gauge;
            return FitsGauge(shape);
        }

        relation = CounterResetHint.NotCounterReset;
        if (_hint == CounterResetHint.Gauge)
        {
            return false;
        }

        if (shape.Hint == CounterResetHint.CounterReset)
        {
            relation = CounterResetHint.CounterReset;
            return false;
        }

        if (SpecialValues.IsStale(shape.Sum))
        {
            return true;
        }

        relation = FindReset(shape, histogram);
        return relation == CounterResetHint.NotCounterReset;
    }

    private bool FitsGauge(in HistogramShape shape)
    {
        if (_hint != CounterResetHint.Gauge)
        {
            return false;
        }

        if (SpecialValues.IsStale(shape.Sum))
        {
            return true;
        }

        if (_coder.IsStale || !HasLayout(shape) || !HasBounds(shape))
        {
            return false;
        }

        _positive.Align(_layout.PositiveSpans, shape.PositiveSpans);
        _negative.Align(_layout.NegativeSpans, shape.NegativeSpans);
        return true;
    }

    private CounterResetHint FindReset(in HistogramShape shape, THistogram histogram)
    {
        if (_coder.IsStale)
        {
            return CounterResetHint.Unknown;
        }

        if (_coder.CountFell(histogram))
        {
            return CounterResetHint.CounterReset;
        }

        // With another resolution nothing more is looked at, and readers have to find out.
        if (!HasLayout(shape))
        {
            return CounterResetHint.Unknown;
        }

        if (!HasBounds(shape) || _coder.ZeroCountFell(histogram))
        {
            return CounterResetHint.CounterReset;
        }

        _positive.Align(_layout.PositiveSpans, shape.PositiveSpans);
        _negative.Align(_layout.NegativeSpans, shape.NegativeSpans);
        return _coder.BucketsFell(histogram, _positive, _negative) ? CounterResetHint.CounterReset : CounterResetHint.NotCounterReset;
    }

    private bool HasLayout(in HistogramShape shape) => shape.Schema == _layout.Schema && shape.ZeroThreshold == _layout.ZeroThreshold;

    private bool HasBounds(in HistogramShape shape) =>
        !HistogramSchema.IsCustom(shape.Schema) || CustomBounds.Match(shape.CustomValues, _layout.CustomValues);

    private void Require(in HistogramShape shape)
    {
        if (!IsSound(shape.PositiveSpans, shape.PositiveBuckets, _layout.PositiveSpans)
            || !IsSound(shape.NegativeSpans, shape.NegativeBuckets, _layout.NegativeSpans))
        {
            throw new ArgumentException("the spans of the histogram do not fit its buckets");
        }
    }

    /// <summary>Mostly the spans are those of the chunk, which are in order.</summary>
    private static bool IsSound(ReadOnlySpan<BucketSpan> spans, int buckets, BucketSpan[] known) =>
        HistogramLayout.CountBuckets(spans) == buckets && (spans.SequenceEqual(known) || HistogramLayout.AreInOrder(spans));
}
