using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Instrumentation;
using Pharos.Model;

namespace Pharos.Discovery.Nomad;

/// <summary>Asks for the list of services, and then for the instances of each.</summary>
internal sealed class NomadDiscoverer(NomadDiscoveryOptions options, DiscoveryServices services)
    : ApiDiscoverer(options.Mechanism, options.Http, options.RefreshInterval, services)
{
    private readonly NomadMetrics _metrics = services.Metrics.Of(static registry => new NomadMetrics(registry));

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        try
        {
            using var list = await AskAsync("services", cancel);
            var targets = new List<Labels>();
            var names = list.RootElement.Items().SelectMany(static stub => stub.Items("Services")).Select(static service => service.Text("ServiceName"));
            foreach (var name in names)
            {
                using var instances = await AskAsync("service/" + Uri.EscapeDataString(name), cancel);
                targets.AddRange(instances.RootElement.Items().Select(Target));
            }

            return OneGroup("Nomad", targets);
        }
        catch
        {
            _metrics.Failures.Increment();
            throw;
        }
    }

    private Task<JsonDocument> AskAsync(string path, CancellationToken cancel) => Client.GetJsonAsync(
        new UrlQuery($"{options.Server.TrimEnd('/')}/v1/{path}").Add("region", options.Region).Add("namespace", options.Namespace).AddIf(options.AllowStale, "stale").ToString(),
        cancel);

    private Labels Target(JsonElement instance)
    {
        var labels = new TargetLabels();
        var address = instance.Text("Address");
        var port = instance.Integer("Port");
        labels.Set(TargetLabels.Address, HostPort.Join(address, port))
            .Set("__meta_nomad_address", address)
            .Set("__meta_nomad_dc", instance.Text("Datacenter"))
            .Set("__meta_nomad_node_id", instance.Text("NodeID"))
            .Set("__meta_nomad_namespace", instance.Text("Namespace"))
            .Set("__meta_nomad_service", instance.Text("ServiceName"))
            .Set("__meta_nomad_service_address", address)
            .Set("__meta_nomad_service_id", instance.Text("ID"))
            .Set("__meta_nomad_service_port", port);
        if (instance.Items("Tags").Any())
        {
            labels.Set("__meta_nomad_tags", TargetLabels.Surrounded(options.TagSeparator, instance.Texts("Tags")));
        }

        return labels.ToLabels();
    }
}

/// <summary>What all discoverers in Nomad count together.</summary>
internal sealed class NomadMetrics(MetricRegistry registry)
{
    public Counter Failures { get; } = registry.Counter("prometheus_sd_nomad_failures_total", "Number of nomad service discovery refresh failures.");
}
