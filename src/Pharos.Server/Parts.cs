namespace Pharos.Server;

/// <summary>A part of the server as its users see it, and whether this version has it.</summary>
internal sealed record Part(string Name, bool IsBuilt, string Summary);

/// <summary>What this version does and does not do. An operator must not have to find out by trying.</summary>
internal static class Parts
{
    public static IReadOnlyList<Part> All { get; } =
    [
        new("Web server", true, "Health and readiness, build information, this page"),
        new("Command line", true, "Prometheus's flags for addresses, paths, connections, storage, queries and the log"),
        new("Own metrics", true, "At /metrics, in text and protobuf"),
        new("promtool tsdb", true, "Lists, analyzes, dumps and makes blocks of a data directory"),
        new("Scraping and discovery", true, "Collects metrics from targets, in all formats, found by all kinds of discovery but a few clouds"),
        new("Storage", true, "Keeps samples in Prometheus's data directory at --storage.tsdb.path"),
        new("PromQL", true, "Queries over what is stored, at /api/v1/query and /api/v1/query_range; series and labels"),
        new("Rules and alerts", false, "Recording and alerting rules, notifications"),
        new("Remote write and read", false, "Exchange with other stores: samples are sent by remote write, taken with --web.enable-remote-write-receiver, and read by others; reading from others and OTLP are to come"),
        new("Alertmanager", false, "Groups, silences and sends alerts"),
        new("Exporters", false, "Node, blackbox and push"),
        new("promtool", false, "Checks, unit tests and queries; promtool tsdb is built, without blocks from rules"),
        new("amtool", false, "Works with an Alertmanager from the shell"),
    ];
}
