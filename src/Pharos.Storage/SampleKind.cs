namespace Pharos.Storage;

/// <summary>What a sample holds.</summary>
public enum SampleKind : byte
{
    /// <summary>No sample: the end was reached.</summary>
    None = 0,
    Float,
    Histogram,
    FloatHistogram,
}
