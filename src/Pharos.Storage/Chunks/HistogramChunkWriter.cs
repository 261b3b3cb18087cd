using Pharos.Model.Histograms;

namespace Pharos.Storage.Chunks;

/// <summary>
/// Writes chunks of integer histograms: <see cref="ChunkEncoding.Histogram"/>, or with start times <see cref="ChunkEncoding.HistogramSt"/>.
/// </summary>
/// <inheritdoc cref="NativeChunkWriter{THistogram}" path="/remarks"/>
public sealed class HistogramChunkWriter : NativeChunkWriter<Histogram>
{
    public HistogramChunkWriter(bool withStartTimes = false)
        : base(withStartTimes ? ChunkEncoding.HistogramSt : ChunkEncoding.Histogram, new IntegerSampleCoder())
    {
    }

    private protected override CounterResetHint HeaderOf(CounterResetHint relation, bool isCut) => relation;
}
