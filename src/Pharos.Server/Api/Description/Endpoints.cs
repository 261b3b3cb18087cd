using P = Pharos.Server.Api.Description.ParameterDescription;

namespace Pharos.Server.Api.Description;

/// <summary>The API as a table. A test holds it against the routes that there are.</summary>
internal static class Endpoints
{
    public static IReadOnlyList<(string Name, string Summary)> Tags { get; } =
    [
        ("query", "Evaluate, format and take apart expressions of PromQL."),
        ("series", "Find series, and names and values of their labels."),
        ("targets", "See what is scraped, how it was found, and what it says of its metrics."),
        ("rules", "See rules, alerts and where alerts go."),
        ("status", "See how the server is configured and how it does."),
        ("remote", "Exchange samples with other servers."),
        ("admin", "Change what is stored; only with --web.enable-admin-api."),
    ];

    private static readonly P Query = new("query", "string", "An expression of PromQL.", IsRequired: true);
    private static readonly P Start = new("start", "time", "The beginning of the range.");
    private static readonly P End = new("end", "time", "The end of the range.");
    private static readonly P Limit = new("limit", "integer", "How many results to give at most; 0 for all.");
    private static readonly P Timeout = new("timeout", "duration", "How long the query may wait and run, up to what --query.timeout says.");
    private static readonly P Lookback = new("lookback_delta", "duration", "How old the newest sample of a series may be to be its value still.");
    private static readonly P Statistics = new("stats", "string", "Any text, \"true\" for example, adds what the query cost to the answer.");
    private static readonly P Selectors = new("match[]", "string", "A selector of series. Those that any of them finds are taken.", IsRepeated: true);
    private static readonly P NeededSelectors = Selectors with { IsRequired = true };
    private static readonly P Metric = new("metric", "string", "The name of a metric, to be told of that only.");
    private static readonly P Pool = new("scrapePool", "string", "The name of a job, to be told of that only.");
    private static readonly P NeededPool = Pool with { IsRequired = true };

    public static IReadOnlyList<EndpointDescription> All { get; } =
    [
        new("/query", "GET POST", "query", "Evaluate an expression at one moment", "object",
            Query, new P("time", "time", "The moment; now if it is not given."), Timeout, Limit, Lookback, Statistics),
        new("/query_range", "GET POST", "query", "Evaluate an expression at every step of a range", "object",
            Query, Start with { IsRequired = true }, End with { IsRequired = true }, new P("step", "duration", "The distance of two steps.", IsRequired: true), Timeout, Limit,
            Lookback, Statistics),
        new("/query_exemplars", "GET POST", "query", "Find exemplars of the series that an expression reads", "array", Query, Start, End),
        new("/format_query", "GET POST", "query", "Write an expression in lines that are easy to read", "string", Query),
        new("/parse_query", "GET POST", "query", "Take an expression apart into a tree", "object", Query),

        new("/series", "GET POST", "series", "Find series by their labels", "array", NeededSelectors, Start, End, Limit),
        new("/labels", "GET POST", "series", "List the names of labels", "array", Selectors, Start, End, Limit),
        new("/label/{name}/values", "GET", "series", "List the values of a label", "array", Selectors, Start, End, Limit),

        new("/targets", "GET", "targets", "List targets, those that are scraped and those that relabelling dropped", "object",
            new P("state", "string", "One of active, dropped and any, to be told of those only."), Pool),
        new("/targets/metadata", "GET", "targets", "List what targets say of their metrics, by target", "array",
            new P("match_target", "string", "A selector of labels that targets have."), Metric, Limit),
        new("/targets/relabel_steps", "GET", "targets", "See what each relabelling rule of a job makes of labels", "object",
            NeededPool, new P("labels", "string", "A JSON object of labels and their values.", IsRequired: true)),
        new("/metadata", "GET", "targets", "List what targets say of their metrics, by metric", "object",
            Metric, Limit, new P("limit_per_metric", "integer", "How many differing entries to give of each metric at most.")),
        new("/scrape_pools", "GET", "targets", "List the names of jobs", "object"),
        new("/scrape_pools/config", "GET", "targets", "See the configuration of a job", "object", NeededPool),

        new("/rules", "GET", "rules", "List groups of rules", "object",
            new P("type", "string", "One of alert and record, to be told of those only."),
            new P("rule_name[]", "string", "The name of a rule, to be told of that only.", IsRepeated: true),
            new P("rule_group[]", "string", "The name of a group, to be told of that only.", IsRepeated: true),
            new P("file[]", "string", "A file, to be told of its groups only.", IsRepeated: true),
            new P("match[]", "string", "A selector of labels that rules have.", IsRepeated: true),
            new P("exclude_alerts", "boolean", "Leaves out which alerts are active."),
            new P("group_limit", "integer", "How many groups to give at most."),
            new P("group_next_token", "string", "What the answer before gave to go on from.")),
        new("/alerts", "GET", "rules", "List alerts that are pending or firing", "object"),
        new("/alertmanagers", "GET", "rules", "List where alerts are sent", "object"),

        new("/status/config", "GET", "status", "See the configuration file in force, without its secrets", "object"),
        new("/status/flags", "GET", "status", "See the flags in force", "object"),
        new("/status/runtimeinfo", "GET", "status", "See when the server started and how it runs", "object"),
        new("/status/buildinfo", "GET", "status", "See the version of the server", "object"),
        new("/status/parts", "GET", "status", "See which parts this version of the server has", "object"),
        new("/status/tsdb", "GET", "status", "See which metrics and labels make the most series", "object",
            new P("limit", "integer", "How long each list is at most, from 1 to 10000.")),
        new("/status/tsdb/blocks", "GET", "status", "List the blocks on disk", "object"),
        new("/status/walreplay", "GET", "status", "See how far the start has come with the write-ahead log", "object"),
        new("/features", "GET", "status", "See what the server can do", "object"),
        new("/notifications", "GET", "status", "List what users of the server should know now", "array"),
        new("/notifications/live", "GET", "status", "Hear of such notifications as they come", "") { IsStream = true },
        new("/openapi.yaml", "GET", "status", "This description", "",
            new P("openapi_version", "string", "The version of the format: 3.1 or 3.2.")),

        new("/write", "POST", "remote", "Store what another server sends by remote write; only with --web.enable-remote-write-receiver", "") { BodyType = "application/x-protobuf" },
        new("/read", "POST", "remote", "Read samples or chunks by remote read", "") { BodyType = "application/x-protobuf" },

        new("/admin/tsdb/delete_series", "POST PUT", "admin", "Delete the samples of series", "", NeededSelectors, Start, End),
        new("/admin/tsdb/clean_tombstones", "POST PUT", "admin", "Free the space of what was deleted", ""),
        new("/admin/tsdb/snapshot", "POST PUT", "admin", "Make a copy of all blocks", "object",
            new P("skip_head", "boolean", "Leaves out what is in memory only.")),
    ];
}
