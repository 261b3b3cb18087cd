using System.Collections.Concurrent;
using Pharos.Discovery.Refreshing;
using Pharos.Instrumentation;

namespace Pharos.Discovery;

/// <summary>Counters that mechanisms share. Those of a single mechanism are in its folder. Safe for concurrent use.</summary>
public sealed class DiscoveryMetrics
{
    private readonly ConcurrentDictionary<Type, object> _ofMechanisms = new();

    /// <summary>All families are there from the start, so that a counter nobody has touched is zero and not absent.</summary>
    public DiscoveryMetrics(MetricRegistry registry)
    {
        Registry = registry;
        Refreshes = new RefreshMetrics(registry);
        Restarts = registry.CounterFamily(
            "pharos_sd_restarts_total", "How often a discoverer was started again after it had ended by a fault.", "mechanism", "config");
        foreach (var mechanism in Mechanism.All)
        {
            mechanism.Prepare(this);
        }
    }

    /// <summary>For what a mechanism counts on its own.</summary>
    public MetricRegistry Registry { get; }

    internal RefreshMetrics Refreshes { get; }

    internal CounterFamily Restarts { get; }

    /// <summary>The one object of a mechanism that keeps its families.</summary>
    internal T Of<T>(Func<MetricRegistry, T> create)
        where T : class => (T)_ofMechanisms.GetOrAdd(typeof(T), static (_, arguments) => arguments.create(arguments.Registry), (create, Registry));

    /// <summary>Takes away what was counted for a discoverer that is gone.</summary>
    internal void Remove(string mechanism, string job)
    {
        Refreshes.Remove(mechanism, job);
        Restarts.Remove(mechanism, job);
    }
}
