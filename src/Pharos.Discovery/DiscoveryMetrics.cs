using Pharos.Instrumentation;

namespace Pharos.Discovery;

/// <summary>Counters that mechanisms share. Those of a single mechanism are in its folder.</summary>
public sealed class DiscoveryMetrics
{
    public DiscoveryMetrics(MetricRegistry registry)
    {
        Registry = registry;
    }

    /// <summary>For what a mechanism counts on its own.</summary>
    public MetricRegistry Registry { get; }
}
