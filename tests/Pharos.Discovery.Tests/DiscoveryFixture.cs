using Pharos.Http;
using Pharos.Instrumentation;
using Pharos.Testing.Time;

namespace Pharos.Discovery.Tests;

/// <summary>A program around a discoverer, whose clock the test moves.</summary>
internal sealed class DiscoveryFixture
{
    public DiscoveryFixture()
    {
        Registry = new MetricRegistry(Time);
        Services = new DiscoveryServices
        {
            Time = Time,
            Log = Log,
            Http = new HttpClientServices { Time = TimeProvider.System, Log = Log, UserAgent = "Pharos/test" },
            Metrics = new DiscoveryMetrics(Registry),
            Job = "job",
        };
    }

    public ManualTime Time { get; } = new();

    public LogLines Log { get; } = new();

    public MetricRegistry Registry { get; }

    public DiscoveryServices Services { get; }

    public double Metric(string name) => MetricValues.Of(Registry)[name];

    public bool HasMetric(string name) => MetricValues.Of(Registry).ContainsKey(name);
}
