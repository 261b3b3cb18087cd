using Pharos.Configuration;
using Pharos.Foundation.Text;
using Pharos.Hosting.Http;
using Pharos.Scrape;
using Pharos.Server.Web;

namespace Pharos.Server.Api;

/// <summary>The routes that say what is scraped and how that goes.</summary>
internal sealed class TargetsApi
{
    private readonly ScrapeManager _manager;
    private readonly Func<GlobalUrl> _urls;

    /// <param name="urls">Known once the server listens.</param>
    public TargetsApi(ScrapeManager manager, Func<GlobalUrl> urls)
    {
        _manager = manager;
        _urls = urls;
    }

    public void AddTo(HttpRouter router, ApiEndpoint endpoint)
    {
        router.Get("/api/v1/scrape_pools", endpoint.Of(ApiData.Of(WritePools)));
        router.Get("/api/v1/scrape_pools/config", endpoint.Of(ApiData.Of(WritePoolConfig)));
        router.Get("/api/v1/targets", endpoint.Of(TargetsAsync));
        router.Get("/api/v1/targets/relabel_steps", endpoint.Of(ApiData.Of((request, json) => RelabelSteps.Write(json, request, Pool(request)))));
    }

    private void WritePools(JsonBuilder json)
    {
        json.BeginObject().Name("scrapePools").BeginList();
        foreach (var pool in _manager.Pools())
        {
            json.Text(pool.Job);
        }

        json.EndList().EndObject();
    }

    private void WritePoolConfig(ApiRequest request, JsonBuilder json) =>
        json.BeginObject().Name("yaml").Text(OptionsWriter.Print(Pool(request)().Options)).EndObject();

    private async Task<ApiNotes> TargetsAsync(ApiRequest request, ApiAnswer answer, CancellationToken cancellation)
    {
        var json = new JsonBuilder(answer.Json);
        var wanted = request.Text("scrapePool");
        var state = request.Text("state").ToLowerInvariant();
        var showsDropped = state is "" or "any" or "dropped";
        var all = _manager.Pools();
        var pools = wanted.Length == 0 ? all : [.. all.Where(pool => pool.Job == wanted)];
        json.BeginObject().Name("activeTargets").BeginList();
        var urls = _urls();
        foreach (var pool in state is "" or "any" or "active" ? pools : [])
        {
            foreach (var active in pool.ActiveTargets().OrderBy(static active => active.Target.Labels).ThenBy(static active => active.Target.Url, StringComparer.Ordinal))
            {
                WriteActive(json, active, urls);
                await answer.FlushAsync();
            }
        }

        json.EndList().Name("droppedTargets").BeginList();
        foreach (var pool in showsDropped ? pools : [])
        {
            foreach (var labels in pool.DroppedTargets())
            {
                json.BeginObject().Name("discoveredLabels").Labels(labels).Name("scrapePool").Text(pool.Job).EndObject();
                await answer.FlushAsync();
            }
        }

        json.EndList().Name("droppedTargetCounts");
        WriteDroppedCounts(json, showsDropped ? all : null);
        json.EndObject();
        return ApiNotes.None;
    }

    private static void WriteActive(JsonBuilder json, ActiveTarget active, GlobalUrl urls)
    {
        var target = active.Target;
        var last = target.Status.Last;
        json.BeginObject()
            .Name("discoveredLabels").Labels(target.Discovered)
            .Name("labels").Labels(target.Labels)
            .Name("scrapePool").Text(target.Job)
            .Name("scrapeUrl").Text(target.Url)
            .Name("globalUrl").Text(urls.Of(target.Url))
            .Name("lastError").Text(last.Error)
            .Name("lastScrape").Time(last.Start)
            .Name("lastScrapeDuration").Number(last.Duration.TotalSeconds)
            .Name("health").Text(last.Health switch
            {
                Scrape.Targets.TargetHealth.Up => "up",
                Scrape.Targets.TargetHealth.Down => "down",
                _ => "unknown",
            })
            .Name("scrapeInterval").Text(target.IntervalText)
            .Name("scrapeTimeout").Text(target.TimeoutText)
            .EndObject();
    }

    /// <param name="pools">Of all pools, whichever was asked for; null if nobody asked for what was dropped.</param>
    private static void WriteDroppedCounts(JsonBuilder json, IReadOnlyList<ScrapePool>? pools)
    {
        if (pools is null)
        {
            json.Null();
            return;
        }

        json.BeginObject();
        foreach (var pool in pools)
        {
            json.Name(pool.Job).Number(pool.DroppedCount);
        }

        json.EndObject();
    }

    /// <summary>Complains at once of a request that names no pool, and when asked of one that names a pool there is not.</summary>
    private Func<ScrapePool> Pool(ApiRequest request)
    {
        var name = request.Text("scrapePool");
        return name.Length == 0
            ? throw new ApiException(ApiErrorKind.BadData, "no scrapePool parameter provided")
            : () => _manager.Pools().FirstOrDefault(pool => pool.Job == name)
                ?? throw new ApiException(ApiErrorKind.BadData, $"error retrieving scrape config: scrape pool {GoQuote.Quote(name)} not found");
    }
}
