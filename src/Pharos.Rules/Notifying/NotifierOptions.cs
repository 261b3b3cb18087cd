namespace Pharos.Rules.Notifying;

/// <summary>How alerts are sent.</summary>
public sealed record NotifierOptions
{
    /// <summary>How many wait for an Alertmanager at most, one or more; the oldest go first.</summary>
    public int QueueCapacity { get; init; } = 10_000;

    /// <summary>How many are sent in one request, one or more.</summary>
    public int MaxBatchSize { get; init; } = 256;

    /// <summary>Whether those that wait are sent before the server stops, or before an Alertmanager that is no longer configured is forgotten.</summary>
    public bool DrainsOnShutdown { get; init; } = true;
}
