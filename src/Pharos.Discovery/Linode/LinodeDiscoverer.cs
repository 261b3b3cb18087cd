using System.Globalization;
using System.Net;
using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Instrumentation;

namespace Pharos.Discovery.Linode;

/// <summary>
/// Asks for all instances and addresses, but only if the account's events say that something happened, or after some rounds without: the API
/// has strict limits on how often it may be asked.
/// </summary>
internal sealed class LinodeDiscoverer(LinodeDiscoveryOptions options, DiscoveryServices services)
    : ApiDiscoverer(options.Mechanism, options.Http, options.RefreshInterval, services)
{
    private const int PageSize = 500;
    private const int MostQuietRounds = 10;

    private readonly LinodeMetrics _metrics = services.Metrics.Of(static registry => new LinodeMetrics(registry));
    private IReadOnlyList<TargetGroup>? _last;
    private DateTimeOffset _lastTime;
    private int _quietRounds;
    private bool _mayReadEvents = true;

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        var now = Services.Time.GetUtcNow();
        if (_last is null || await HasChangedAsync(cancel))
        {
            _last = await ListAsync(cancel);
            _quietRounds = 0;
        }

        _lastTime = now;
        return _last;
    }

    private async Task<bool> HasChangedAsync(CancellationToken cancel)
    {
        if (!_mayReadEvents)
        {
            return true;
        }

        try
        {
            var filter = $$$"""{"created": {"+gte": "{{{_lastTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)}}}"}}""";
            using var events = await Client.GetJsonAsync(options.Endpoint + "/account/events?page=1&page_size=25", cancel, ("X-Filter", filter));
            return events.RootElement.Items("data").Any() || ++_quietRounds >= MostQuietRounds;
        }
        catch (HttpRequestException error) when (error.StatusCode == HttpStatusCode.Unauthorized)
        {
            // The token is for instances only. Then they are listed each time.
            _mayReadEvents = false;
            return true;
        }
    }

    private async Task<IReadOnlyList<TargetGroup>> ListAsync(CancellationToken cancel)
    {
        try
        {
            var instances = await AllPagesAsync("linode/instances", cancel);
            var addresses = await AllPagesAsync("networking/ips", cancel);
            var ranges = await AllPagesAsync("networking/ipv6/ranges", cancel);
            var targets = new LinodeTargets(options, addresses, ranges);
            return OneGroup("Linode", [.. instances.Where(static instance => instance.Items("ipv4").Any()).Select(targets.Target)]);
        }
        catch
        {
            _metrics.Failures.Increment();
            throw;
        }
    }

    private async Task<List<JsonElement>> AllPagesAsync(string path, CancellationToken cancel)
    {
        (string, string)[] headers = options.Region.Length > 0 ? [("X-Filter", $$"""{"region": "{{JsonEncodedText.Encode(options.Region)}}"}""")] : [];
        var items = new List<JsonElement>();
        for (var page = 1; ; page++)
        {
            using var answer = await Client.GetJsonAsync($"{options.Endpoint}/{path}?page={page}&page_size={PageSize}", cancel, headers);
            items.AddRange(answer.RootElement.Items("data").Select(static item => item.Clone()));
            if (page >= answer.RootElement.Integer("pages"))
            {
                return items;
            }
        }
    }
}

/// <summary>What all discoverers at Linode count together.</summary>
internal sealed class LinodeMetrics(MetricRegistry registry)
{
    public Counter Failures { get; } = registry.Counter("prometheus_sd_linode_failures_total", "Number of Linode service discovery refresh failures.");
}
