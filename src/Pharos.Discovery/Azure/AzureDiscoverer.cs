using System.Net;
using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Foundation.Logging;
using Pharos.Http;
using Pharos.Instrumentation;
using Pharos.Model;

namespace Pharos.Discovery.Azure;

/// <summary>
/// Asks for all machines and for those of scale sets, and then for the network card of each, which has its addresses. Cards are remembered
/// for some rounds: they hardly change, and the API has limits on how often it may be asked.
/// </summary>
internal sealed class AzureDiscoverer : ApiDiscoverer
{
    private const string Compute = "/providers/Microsoft.Compute/";
    private const string ComputeVersion = "2023-03-01";
    private const string CardVersion = "2023-11-01";
    private const string ScaleSetCardVersion = "2018-10-01";
    private const int MostCards = 5000;
    private const int AtOnce = 16;

    private readonly AzureDiscoveryOptions _options;
    private readonly AzureCloud _cloud;
    private readonly AzureTokens _tokens;
    private readonly AzureMetrics _metrics;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (JsonElement Card, DateTimeOffset End)> _cards = new(StringComparer.OrdinalIgnoreCase);

    public AzureDiscoverer(AzureDiscoveryOptions options, DiscoveryServices services)
        : this(options, services, options.Cloud ?? AzureCloud.Named(options.Environment)!)
    {
    }

    private AzureDiscoverer(AzureDiscoveryOptions options, DiscoveryServices services, AzureCloud cloud)
        : this(options, services, cloud, new AzureTokens(options, cloud, services))
    {
    }

    private AzureDiscoverer(AzureDiscoveryOptions options, DiscoveryServices services, AzureCloud cloud, AzureTokens tokens)
        : base(options.Mechanism, options.Http, options.RefreshInterval, services, new ClientExtras { Credentials = new TokenCredentials(tokens.FetchAsync, services.Time) })
    {
        (_options, _cloud, _tokens) = (options, cloud, tokens);
        _metrics = services.Metrics.Of(static registry => new AzureMetrics(registry));
    }

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        try
        {
            var machines = await MachinesAsync(cancel);
            var targets = new Labels?[machines.Count];
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel };
            await Parallel.ForAsync(0, machines.Count, parallel, async (i, token) => targets[i] = await TargetAsync(machines[i].Machine, machines[i].ScaleSet, token));
            return OneGroup("azure", [.. targets.OfType<Labels>()]);
        }
        catch
        {
            _metrics.Failures.Increment();
            throw;
        }
    }

    protected override void Dispose(bool isDisposing)
    {
        base.Dispose(isDisposing);
        _tokens.Dispose();
    }

    private async Task<List<(JsonElement Machine, string ScaleSet)>> MachinesAsync(CancellationToken cancel)
    {
        var scope = $"/subscriptions/{Uri.EscapeDataString(_options.SubscriptionId)}"
            + (_options.ResourceGroup.Length > 0 ? $"/resourceGroups/{Uri.EscapeDataString(_options.ResourceGroup)}" : "") + Compute;
        var machines = (await ListAsync(scope + "virtualMachines", cancel)).ConvertAll(static machine => (machine, ""));
        foreach (var set in await ListAsync(scope + "virtualMachineScaleSets", cancel))
        {
            machines.AddRange((await ListAsync(set.Text("id") + "/virtualMachines", cancel)).Select(machine => (machine, set.Text("name"))));
        }

        return machines;
    }

    private async Task<List<JsonElement>> ListAsync(string path, CancellationToken cancel)
    {
        var items = new List<JsonElement>();
        var next = $"{_cloud.Management}{path}?api-version={ComputeVersion}";
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (next.Length > 0 && seen.Add(next))
        {
            using var answer = await Client.GetJsonAsync(next, cancel);
            items.AddRange(answer.RootElement.Items("value").Select(static item => item.Clone()));
            next = answer.RootElement.Text("nextLink");

            // The token goes where the link does.
            if (next.Length > 0 && !next.StartsWith(_cloud.Management + "/", StringComparison.OrdinalIgnoreCase))
            {
                throw new HttpRequestException($"the next page of {path} is on another server");
            }
        }

        return items;
    }

    /// <summary>Null for a machine that cannot be reached: one that is not running has a card without addresses.</summary>
    private async Task<Labels?> TargetAsync(JsonElement machine, string scaleSet, CancellationToken cancel)
    {
        foreach (var id in machine.Field("properties", "networkProfile").Items("networkInterfaces").Select(static card => card.Text("id")))
        {
            if (await CardAsync(id, cancel) is not { } card)
            {
                Services.Log.Warn("Network interface does not exist", [("name", id)]);
                return null;
            }

            var properties = card.Field("properties");
            if (properties.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            if (!properties.Has("primary"))
            {
                return null;
            }

            if (properties.Flag("primary"))
            {
                var address = properties.Items("ipConfigurations").FirstOrDefault().Field("properties");
                return address.Text("privateIPAddress").Length > 0
                    ? AzureTargets.Target(_options, machine, scaleSet, address)
                    : throw new JsonException($"unable to find a private IP for VM {machine.Text("name")}");
            }
        }

        return null;
    }

    /// <summary>Null if there is none of the id.</summary>
    private async Task<JsonElement?> CardAsync(string id, CancellationToken cancel)
    {
        var now = Services.Time.GetUtcNow();
        lock (_gate)
        {
            if (_cards.TryGetValue(id, out var known) && now < known.End)
            {
                _metrics.CacheHits.Increment();
                return known.Card;
            }
        }

        try
        {
            var version = id.Contains("/virtualMachineScaleSets/", StringComparison.OrdinalIgnoreCase) ? ScaleSetCardVersion : CardVersion;
            using var answer = await Client.GetJsonAsync($"{_cloud.Management}{id}?api-version={version}&$expand=IPConfigurations/PublicIPAddress", cancel);
            var card = answer.RootElement.Clone();
            Remember(id, card, now);
            return card;
        }
        catch (HttpRequestException error) when (error.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>For ten rounds and up to three more, so that not all are asked for again at once.</summary>
    private void Remember(string id, JsonElement card, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_cards.Count >= MostCards)
            {
                foreach (var old in _cards.Where(entry => entry.Value.End <= now).Select(static entry => entry.Key).ToList())
                {
                    _cards.Remove(old);
                }
            }

            if (_cards.Count < MostCards)
            {
#pragma warning disable CA5394 // Nothing depends on that nobody can guess it.
                _cards[id] = (card, now + _options.RefreshInterval * (10 + 3 * Random.Shared.NextDouble()));
#pragma warning restore CA5394
            }
        }
    }
}

/// <summary>What all discoverers in Azure count together.</summary>
internal sealed class AzureMetrics(MetricRegistry registry)
{
    public Counter Failures { get; } = registry.Counter("prometheus_sd_azure_failures_total", "Number of Azure service discovery refresh failures.");

    public Counter CacheHits { get; } = registry.Counter("prometheus_sd_azure_cache_hit_total", "Number of cache hit during refresh.");
}
