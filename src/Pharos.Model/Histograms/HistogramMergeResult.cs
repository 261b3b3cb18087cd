namespace Pharos.Model.Histograms;

/// <summary>What adding or subtracting a histogram had to do beyond its task. PromQL makes annotations of it.</summary>
[Flags]
public enum HistogramMergeResult : byte
{
    None = 0,

    /// <summary>One said that a counter was reset, the other that none was; the result's hint is unknown.</summary>
    CounterResetCollision = 1,

    /// <summary>The custom bounds differed, and the result has those that both had.</summary>
    BoundsReconciled = 2,

    /// <summary>One had custom buckets, the other exponential ones: nothing was done.</summary>
    IncompatibleSchemas = 4,
}
