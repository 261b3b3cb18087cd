namespace Pharos.Storage.Chunks;

/// <summary>How the samples of a chunk are written. The values are those of the encoding byte on disk.</summary>
public enum ChunkEncoding : byte
{
    None = 0,
    Xor = 1,
    Histogram = 2,
    FloatHistogram = 3,

    /// <summary>Floats, with stale markers in a few bits and room for start timestamps.</summary>
    Xor2 = 4,

    /// <summary>Integer histograms with start timestamps.</summary>
    HistogramSt = 5,

    /// <summary>Float histograms with start timestamps.</summary>
    FloatHistogramSt = 6,
}
