namespace Pharos.PromQL.RangeFunctions;

/// <summary>What the user should be told about windows of a series, gathered without formatting any text.</summary>
[Flags]
internal enum WindowNotes
{
    None = 0,

    /// <summary>There is no result because floats and histograms are mixed.</summary>
    MixedKinds = 1,

    /// <summary>The result is that of the floats alone.</summary>
    HistogramsIgnored = 2,

    NotCounter = 4,

    NotGauge = 8,

    /// <summary>There is no result because exponential and custom buckets are mixed.</summary>
    MixedSchemas = 16,

    ReconciledAddition = 32,

    ReconciledSubtraction = 64,

    ReconciledAggregation = 128,

    ResetCollision = 256,
}
