using Pharos.Model.Histograms;

namespace Pharos.Storage.Chunks;

public abstract partial class NativeChunkWriter<THistogram>
{
    /// <summary>Gives chunk and sample the buckets of both.</summary>
    private (THistogram Sample, HistogramAppendOutcome Outcome) Adapt(THistogram histogram, in HistogramShape shape)
    {
        var addsToChunk = _positive.NewToChunk + _negative.NewToChunk > 0;
        var addsToSample = _positive.NewToSample + _negative.NewToSample > 0;
        var sample = histogram;
        if (addsToSample)
        {
            sample = new THistogram();
            _coder.Spread(
                histogram,
                _positive.NewToSample > 0 ? _positive.InSample : default,
                _negative.NewToSample > 0 ? _negative.InSample : default,
                sample);
        }

        if (!addsToChunk)
        {
            return (sample, HistogramAppendOutcome.Appended);
        }

        // The chunk takes the spans as the sample has them, unless the sample gets buckets too; for gauges, on either side.
        var isGauge = _hint == CounterResetHint.Gauge;
        Recode(
            addsToSample && (isGauge || _positive.NewToSample > 0) ? _positive.Union(_layout.PositiveSpans) : shape.PositiveSpans,
            addsToSample && (isGauge || _negative.NewToSample > 0) ? _negative.Union(_layout.NegativeSpans) : shape.NegativeSpans);
        return (sample, HistogramAppendOutcome.Recoded);
    }

    /// <summary>Writes all samples again with more buckets.</summary>
    private void Recode(ReadOnlySpan<BucketSpan> positive, ReadOnlySpan<BucketSpan> negative)
    {
        var decoding = _decoding ??= new ChunkDecoding<THistogram>(_coder.CreateEmpty());
        var count = decoding.Start(Encoding, Written);
        Empty();
        _layout.Set(_layout.Schema, _layout.ZeroThreshold, positive, negative, _layout.CustomValues);
        var old = new THistogram();
        while (decoding.Read < count)
        {
            decoding.Next();
            decoding.Coder.CopyTo(old, decoding.Layout);
            _coder.Spread(
                old,
                _positive.NewToChunk > 0 ? _positive.InChunk : default,
                _negative.NewToChunk > 0 ? _negative.InChunk : default,
                old);
            Write(decoding.Coder.Time, old, decoding.StartTimes.Newest);
        }
    }
}
