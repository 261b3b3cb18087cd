using System.Collections.Concurrent;
using Pharos.Discovery.Dns.Messages;
using Pharos.Discovery.Refreshing;
using Pharos.Discovery.Targets;
using Pharos.Foundation.Logging;
using Pharos.Instrumentation;
using Pharos.Model;

namespace Pharos.Discovery.Dns;

/// <summary>Looks up all names; each has a group. One that cannot be looked up keeps the targets it had, one that does not exist has none.</summary>
internal sealed class DnsDiscoverer(DnsDiscoveryOptions options, DnsResolver resolver, DiscoveryServices services)
    : RefreshDiscoverer(options.Mechanism, options.RefreshInterval, services)
{
    /// <summary>Enough to be quick, and little enough not to look like an attack.</summary>
    private const int AtOnce = 32;

    private readonly DnsMetrics _metrics = services.Metrics.Of(static registry => new DnsMetrics(registry));
    private readonly ConcurrentDictionary<string, TargetGroup> _groups = new(StringComparer.Ordinal);

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel };
        await Parallel.ForEachAsync(options.Names.Distinct(StringComparer.Ordinal), parallel, LookUpAsync);
        return [.. options.Names.Distinct(StringComparer.Ordinal).Where(_groups.ContainsKey).Select(name => _groups[name])];
    }

    private async ValueTask LookUpAsync(string name, CancellationToken cancel)
    {
        try
        {
            _metrics.Lookups.Increment();
            var records = await resolver.LookUpAsync(name, options.Type, cancel);
            var labels = new TargetLabels();
            _groups[name] = new TargetGroup(name, default, [.. records.Where(record => record.Type == options.Type).Select(record => Target(labels, name, record))]);
        }
        catch (DnsException error)
        {
            _metrics.Failures.Increment();
            Services.Log.Error("Error refreshing DNS targets", [("err", error.Message)]);
        }
    }

    private Labels Target(TargetLabels labels, string name, DnsRecord record)
    {
        labels.Set("__meta_dns_name", name);
        labels.Set(TargetLabels.Address, HostPort.Join(record.Host.TrimEnd('.'), record.Type == DnsType.Srv ? record.Port : options.Port));
        switch (record.Type)
        {
            case DnsType.Srv:
                labels.Set("__meta_dns_srv_record_target", record.Host).Set("__meta_dns_srv_record_port", record.Port);
                break;
            case DnsType.Mx:
                labels.Set("__meta_dns_mx_record_target", record.Host);
                break;
            case DnsType.Ns:
                labels.Set("__meta_dns_ns_record_target", record.Host);
                break;
        }

        return labels.ToLabels();
    }
}

/// <summary>What all discoverers by names count together.</summary>
internal sealed class DnsMetrics(MetricRegistry registry)
{
    public Counter Lookups { get; } = registry.Counter("prometheus_sd_dns_lookups_total", "The number of DNS-SD lookups.");

    public Counter Failures { get; } = registry.Counter("prometheus_sd_dns_lookup_failures_total", "The number of DNS-SD lookup failures.");
}
