using Pharos.Discovery.Targets;

namespace Pharos.Discovery;

/// <summary>Finds targets, for as long as it runs.</summary>
public interface IDiscoverer
{
    /// <summary>
    /// Runs until it is told to stop. What fails on the way is logged, counted and tried again: a mechanism never ends by itself, and the
    /// targets it gave last stay in force until it gives others. It is called again if it ends after all, and disposed at the end if it can be.
    /// </summary>
    Task RunAsync(ITargetSink sink, CancellationToken stop);
}

/// <summary>Takes what a discoverer finds. Safe for concurrent use.</summary>
public interface ITargetSink
{
    /// <summary>Groups that are new or have changed. One without targets takes its source away; sources that are not named stay.</summary>
    void Update(IReadOnlyList<TargetGroup> groups);
}
