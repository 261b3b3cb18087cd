using System.Globalization;
using System.Text;
using Pharos.Hosting.Http;
using Pharos.Model;
using Pharos.PromQL.Syntax;
using Pharos.Scrape;

namespace Pharos.Server.Api;

/// <summary>The routes that say what targets say of their metrics.</summary>
internal sealed class MetadataApi
{
    private readonly ScrapeManager _manager;

    public MetadataApi(ScrapeManager manager)
    {
        _manager = manager;
    }

    public void AddTo(HttpRouter router, ApiEndpoint endpoint)
    {
        router.Get("/api/v1/metadata", endpoint.Of(ApiData.Of(WriteMetrics)));
        router.Get("/api/v1/targets/metadata", endpoint.Of(ApiData.Of(WriteTargets)));
    }

    /// <summary>By metric: the different things that targets say of it.</summary>
    private void WriteMetrics(ApiRequest request, JsonBuilder json)
    {
        var limit = Limit(request, "limit");
        var perMetric = Limit(request, "limit_per_metric");
        var metrics = new SortedDictionary<string, List<MetricMetadata>>(StringComparer.Ordinal);
        foreach (var (family, said) in Targets().SelectMany(target => Families(target, request.Text("metric"))))
        {
            if (!metrics.TryGetValue(family, out var all))
            {
                metrics.Add(family, all = []);
            }

            if ((perMetric is null or <= 0 || all.Count < perMetric) && !all.Contains(said))
            {
                all.Add(said);
            }
        }

        json.BeginObject();
        foreach (var (family, all) in limit is >= 0 and { } most ? metrics.Take(most) : metrics)
        {
            json.Name(family).BeginList();
            foreach (var said in all)
            {
                json.BeginObject()
                    .Name("type").Text(MetricTypes.Name(said.Type))
                    .Name("unit").Text(said.Unit)
                    .Name("help").Text(said.Help)
                    .EndObject();
            }

            json.EndList();
        }

        json.EndObject();
    }

    /// <summary>By target.</summary>
    private void WriteTargets(ApiRequest request, JsonBuilder json)
    {
        var limit = Limit(request, "limit");
        var matchers = Matchers(request.Text("match_target"));
        var metric = request.Text("metric");
        var count = 0;
        json.BeginList();
        foreach (var target in Targets().Where(target => matchers.All(matcher => matcher.Matches(target.Target.Labels.View[matcher.Name]))))
        {
            // A target is never cut in two: the last one may go beyond the limit, as in the reference.
            if (limit is >= 0 && count >= limit)
            {
                break;
            }

            foreach (var (family, said) in Families(target, metric))
            {
                count++;
                json.BeginObject().Name("target").Labels(target.Target.Labels);
                if (metric.Length == 0)
                {
                    json.Name("metric").Text(family);
                }

                json.Name("type").Text(MetricTypes.Name(said.Type)).Name("help").Text(said.Help).Name("unit").Text(said.Unit).EndObject();
            }
        }

        json.EndList();
    }

    private IEnumerable<ActiveTarget> Targets() =>
        _manager.Pools().SelectMany(static pool => pool.ActiveTargets().OrderBy(static active => active.Target.Labels));

    /// <param name="metric">Empty for all.</param>
    private static IEnumerable<KeyValuePair<string, MetricMetadata>> Families(ActiveTarget target, string metric) =>
        metric.Length == 0 ? target.Families.All().OrderBy(static family => family.Key, StringComparer.Ordinal)
        : target.Families.Find(metric) is { } said ? [KeyValuePair.Create(metric, said)]
        : [];

    private static IReadOnlyList<Matcher> Matchers(string selector)
    {
        try
        {
            return selector.Length == 0 ? [] : [.. PromQLParser.ParseMetricSelector(Encoding.UTF8.GetBytes(selector))];
        }
        catch (PromQLSyntaxException exception)
        {
            throw ApiException.InvalidParameter("match_target", exception.Message);
        }
    }

    private static int? Limit(ApiRequest request, string name) => request.Text(name) switch
    {
        "" => null,
        var text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var limit) => limit,
        _ => throw new ApiException(ApiErrorKind.BadData, $"{name} must be a number"),
    };
}
