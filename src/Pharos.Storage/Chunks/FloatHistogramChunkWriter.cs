using Pharos.Model.Histograms;

namespace Pharos.Storage.Chunks;

/// <summary>
/// Writes chunks of float histograms: <see cref="ChunkEncoding.FloatHistogram"/>, or with start times
/// <see cref="ChunkEncoding.FloatHistogramSt"/>.
/// </summary>
/// <inheritdoc cref="NativeChunkWriter{THistogram}" path="/remarks"/>
public sealed class FloatHistogramChunkWriter : NativeChunkWriter<FloatHistogram>
{
    public FloatHistogramChunkWriter(bool withStartTimes = false)
        : base(withStartTimes ? ChunkEncoding.FloatHistogramSt : ChunkEncoding.FloatHistogram, new FloatSampleCoder())
    {
    }

    /// <summary>
    /// Prometheus tells less about float histograms: a reset that was found, and of chunks cut for other reasons that there was none.
    /// </summary>
    private protected override CounterResetHint HeaderOf(CounterResetHint relation, bool isCut) => relation switch
    {
        CounterResetHint.CounterReset or CounterResetHint.Gauge => relation,
        _ => isCut ? CounterResetHint.NotCounterReset : CounterResetHint.Unknown,
    };
}
