namespace Pharos.Compatibility.Tests.Queries.Generation;

/// <summary>What the samples of a metric, or of an expression, are.</summary>
internal enum ValueKind
{
    Counter,
    Gauge,

    /// <summary>Buckets with <c>le</c>.</summary>
    Classic,

    /// <summary>Native histograms.</summary>
    Histogram,

    /// <summary>Numbers and native histograms.</summary>
    Mixed,
}

/// <summary>A metric of the data, as queries may select it.</summary>
/// <param name="Selector">The name as it is written in front of braces or within them.</param>
/// <param name="Labels">Its labels with values that there are.</param>
internal sealed record Metric(string Selector, ValueKind Kind, params IReadOnlyList<(string Name, string[] Values)> Labels)
{
    private static readonly (string, string[]) Instance = ("instance", ["host0:9100", "host1:9100", "host2:9100", "host3:9100"]);
    private static readonly (string, string[]) Demo = ("instance", ["demo.promlabs.com:10000", "demo.promlabs.com:10001", "demo.promlabs.com:10002"]);
    private static readonly (string, string[]) Job = ("job", ["api", "db"]);
    private static readonly (string, string[]) Method = ("method", ["get", "post"]);
    private static readonly (string, string[]) Shard = ("shard", ["0", "1", "2"]);
    private static readonly (string, string[]) Le = ("le", ["0.1", "0.5", "1", "+Inf"]);

    public static IReadOnlyList<Metric> All { get; } =
    [
        new("http_requests_total", ValueKind.Counter, Instance, Job, Method, ("code", ["200", "404", "500"])),
        new("errors_total", ValueKind.Counter, Instance, Job, Method),
        new("cpu_seconds_total", ValueKind.Counter, Instance, Job),
        new("demo_cpu_usage_seconds_total", ValueKind.Counter, Demo, ("job", ["demo"]), ("mode", ["idle", "system", "user"])),
        new("renamed_old_total", ValueKind.Counter, Job),
        new("latency_seconds_count", ValueKind.Counter, Instance, Job),
        new("latency_seconds_sum", ValueKind.Counter, Instance, Job),
        new("queue_length", ValueKind.Gauge, Instance, Job),
        new("memory_bytes", ValueKind.Gauge, Instance, Job),
        new("ratio", ValueKind.Gauge, Instance, Job),
        new("up", ValueKind.Gauge, Instance, Job),
        new("started_seconds", ValueKind.Gauge, Instance, Job),
        new("temperature_celsius", ValueKind.Gauge, Instance, Job, ("room", ["hall", "attic"])),
        new("build_info", ValueKind.Gauge, Instance, Job, ("version", ["1.4", "1.5"])),
        new("target_info", ValueKind.Gauge, Instance, Job, ("cluster", ["red", "blue"])),
        new("machine_role", ValueKind.Gauge, Instance, ("role", ["main", "spare"])),
        new("odd_values", ValueKind.Gauge, ("kind", ["k0", "k1", "k2", "k3"]), Job),
        new("always_nan", ValueKind.Gauge, Job),
        new("flat", ValueKind.Gauge, Job),
        new("large_then_small", ValueKind.Gauge, Job),
        new("\"my.metric-ü\"", ValueKind.Gauge, Job, ("\"a.b\"", ["é"])),
        new("batch_size", ValueKind.Gauge, Shard),
        new("coming_and_going", ValueKind.Gauge, Shard),
        new("demo_memory_usage_bytes", ValueKind.Gauge, Demo, ("type", ["free", "used", "cached", "buffers"])),
        new("demo_disk_usage_bytes", ValueKind.Gauge, Demo),
        new("demo_num_cpus", ValueKind.Gauge, Demo),
        new("demo_intermittent_metric", ValueKind.Gauge, Demo),
        new("latency_seconds_bucket", ValueKind.Classic, Instance, Job, Le),
        new("wobbly_seconds_bucket", ValueKind.Classic, Instance, Job, Le),
        new("demo_api_request_duration_seconds_bucket", ValueKind.Classic, Demo, ("method", ["GET", "POST"]), ("le", ["0.0001", "+Inf"])),
        new("rpc_seconds", ValueKind.Histogram, Instance, Job, Method),
        new("load_sizes", ValueKind.Histogram, Instance, Job),
        new("page_seconds", ValueKind.Histogram, Instance, Job),
        new("floating_sizes", ValueKind.Histogram, Shard),
        new("mixed_kinds", ValueKind.Mixed, Shard),
        new("either_kind", ValueKind.Mixed, Shard),
    ];

    /// <summary>The selector with further conditions, each written in full.</summary>
    public string With(IReadOnlyList<string> conditions) =>
        Selector.StartsWith('"') ? $"{{{string.Join(", ", [Selector, .. conditions])}}}"
        : conditions.Count == 0 ? Selector
        : $"{Selector}{{{string.Join(", ", conditions)}}}";
}
