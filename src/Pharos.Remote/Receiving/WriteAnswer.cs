namespace Pharos.Remote.Receiving;

/// <summary>How a request of remote write ended.</summary>
public enum WriteStatus
{
    /// <summary>All of it is stored, but for series whose labels version 1 passes over.</summary>
    Stored,

    /// <summary>The sender is to blame; sending it again would end in the same way. Of version 2, what was right is stored.</summary>
    Refused,

    /// <summary>Nothing is stored; it may be sent again.</summary>
    Failed,
}

/// <summary>What the sender is told.</summary>
/// <param name="Written">What is stored now; null if the version does not say so.</param>
public readonly record struct WriteAnswer(WriteStatus Status, string? Error, WrittenCounts? Written);

/// <summary>How much of a request was stored.</summary>
public readonly record struct WrittenCounts(long Samples, long Histograms, long Exemplars);
