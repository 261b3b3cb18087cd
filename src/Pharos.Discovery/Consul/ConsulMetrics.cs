using Pharos.Instrumentation;

namespace Pharos.Discovery.Consul;

/// <summary>What all discoverers in Consul count together.</summary>
internal sealed class ConsulMetrics
{
    public ConsulMetrics(MetricRegistry registry)
    {
        Failures = registry.Counter("prometheus_sd_consul_rpc_failures_total", "The number of Consul RPC call failures.");
        var seconds = registry.SummaryFamily(
            "prometheus_sd_consul_rpc_duration_seconds",
            "The duration of a Consul RPC call in seconds.",
            new SummaryOptions { Quantiles = [0.5, 0.9, 0.99] },
            "endpoint",
            "call");
        ServicesSeconds = seconds.WithLabels("catalog", "services");
        ServiceSeconds = seconds.WithLabels("catalog", "service");
    }

    public Counter Failures { get; }

    public Summary ServicesSeconds { get; }

    public Summary ServiceSeconds { get; }
}
