using Pharos.Storage.Chunks;
using Pharos.Tsdb.Head.OutOfOrder;

namespace Pharos.Tsdb.Head.Series;

/// <summary>What only few series have. Guarded by the lock of the series' page.</summary>
internal sealed class SeriesExtra
{
    /// <summary>The open chunk while the state's encoding says that it has integer histograms, and later to tell counter resets.</summary>
    public HistogramChunkWriter? Histograms { get; set; }

    /// <summary>As <see cref="Histograms"/>, of float histograms.</summary>
    public FloatHistogramChunkWriter? FloatHistograms { get; set; }

    /// <summary>The time of the first sample of the open chunk of histograms.</summary>
    public long MinTimeMs { get; set; }

    /// <summary>Whether the end of the open chunk of histograms was predicted already.</summary>
    public bool EndIsPredicted { get; set; }

    /// <summary>What came out of order; null if nothing did.</summary>
    public LateSamples? Late { get; set; }
}
