using Pharos.Discovery.Targets;

namespace Pharos.Discovery.Managing;

/// <summary>Targets from before a reload, which stay until the discoverer that has been changed gives its first ones.</summary>
internal sealed class StandIn(IReadOnlyList<TargetGroup> groups, long since)
{
    /// <summary>Enough for a first answer. If that does not come, what is configured now does not have these targets.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    public IReadOnlyList<TargetGroup> Groups(TimeProvider time) => time.GetElapsedTime(since) < Lifetime ? groups : [];
}
