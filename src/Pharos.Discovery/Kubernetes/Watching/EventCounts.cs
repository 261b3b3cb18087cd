using Pharos.Instrumentation;

namespace Pharos.Discovery.Kubernetes.Watching;

/// <summary>The counters of what happens to objects of a role; null where it is not counted.</summary>
internal sealed record EventCounts(Counter? Added, Counter? Updated, Counter? Deleted)
{
    public static EventCounts None { get; } = new(null, null, null);
}
