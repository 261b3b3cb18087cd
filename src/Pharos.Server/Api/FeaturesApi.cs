using Pharos.Discovery;
using Pharos.Hosting.Http;
using Pharos.PromQL;
using Pharos.PromQL.Syntax;

namespace Pharos.Server.Api;

/// <summary>The route by which clients find out what this server can do. What it cannot do yet it says it cannot.</summary>
internal sealed class FeaturesApi
{
    private readonly SortedDictionary<string, SortedDictionary<string, bool>> _features = new(StringComparer.Ordinal);

    public FeaturesApi(ServerOptions options)
    {
        Set("api",
            ("admin", options.EnableAdminApi), ("lifecycle", options.EnableLifecycle), ("exclude_alerts", true), ("label_values_match", true),
            ("query_stats", true), ("query_warnings", true), ("time_range_labels", true), ("time_range_series", true),
            ("otlp_write_receiver", false), ("remote_write_receiver", options.RemoteWrite.IsEnabled), ("search", false), ("openapi_3.1", true), ("openapi_3.2", true));
        Set("otlp_receiver", ("delta_conversion", false), ("native_delta_ingestion", false));
        Set("prometheus", ("agent_mode", false), ("server_mode", true), ("auto_reload_config", options.AutoReloadInterval is not null));
        Set("rules", ("concurrent_rule_eval", false), ("keep_firing_for", true), ("query_offset", true));
        Set("scrape", ("extra_scrape_metrics", true), ("start_timestamp_zero_ingestion", options.Scrape.Features.ReadsStartTimes), ("type_and_unit_labels", options.Scrape.Features.AddsTypeAndUnitLabels));
        Set("service_discovery_providers", [.. DiscoveryOptions.MechanismNames.Append("static").Select(static name => (name, true))]);
        Set("tsdb",
            ("delayed_compaction", options.Storage?.Database.CompactionDelay > TimeSpan.Zero), ("exemplar_storage", options.Storage?.Database.MaxExemplars > 0),
            ("isolation", true), ("native_histograms", true), ("st_storage", false), ("use_uncached_io", false));
        SetLanguage(options);
    }

    public void AddTo(HttpRouter router, ApiEndpoint endpoint) => router.Get("/api/v1/features", endpoint.Of(ApiData.Of(Write)));

    private void SetLanguage(ServerOptions options)
    {
        var language = options.Language;
        Set("promql",
            ("at_modifier", true), ("negative_offset", true), ("subqueries", true), ("per_query_lookback_delta", true), ("duration_expr", true),
            ("per_step_stats", false), ("type_and_unit_labels", false),
            ("delayed_name_removal", options.Query.Features.HasFlag(PromQLFeatures.DelayedNameRemoval)),
            ("anchored", language.EnableExtendedRangeSelectors), ("smoothed", language.EnableExtendedRangeSelectors),
            ("fill", language.EnableBinopFillModifiers), ("fill_left", language.EnableBinopFillModifiers), ("fill_right", language.EnableBinopFillModifiers));
        Set("promql", [.. ((string[])["bool", "by", "group_left", "group_right", "ignoring", "offset", "on", "without"]).Select(static word => (word, true))]);
        Set("promql_operators", [.. Enum.GetValues<BinaryOperator>().Select(static one => (BinaryOperators.Symbol(one), true))]);
        Set("promql_operators", ("@", true), ("=~", true), ("!~", true));
        Set("promql_operators", [.. Enum.GetValues<AggregateOperator>().Select(one =>
            (AggregateOperators.Name(one), language.EnableExperimentalFunctions || !AggregateOperators.IsExperimental(one)))]);
        Set("promql_functions", [.. Functions.All.Select(function => (function.Name, language.EnableExperimentalFunctions || !function.IsExperimental))]);
    }

    private void Set(string category, params ReadOnlySpan<(string Feature, bool IsThere)> features)
    {
        if (!_features.TryGetValue(category, out var all))
        {
            _features.Add(category, all = new SortedDictionary<string, bool>(StringComparer.Ordinal));
        }

        foreach (var (feature, isThere) in features)
        {
            all[feature] = isThere;
        }
    }

    private void Write(JsonBuilder json)
    {
        json.BeginObject();
        foreach (var (category, features) in _features)
        {
            json.Name(category).BeginObject();
            foreach (var (feature, isThere) in features)
            {
                json.Name(feature).Bool(isThere);
            }

            json.EndObject();
        }

        json.EndObject();
    }
}
