using System.Collections.Frozen;

namespace Pharos.Cli.Programs;

/// <summary>
/// Flags of the reference that this version does not have. Giving one is an error that says so: a server that ignored where to store its
/// data or what to scrape would look as if it worked. Each goes from here when it comes to <see cref="ServerFlags"/>.
/// </summary>
internal static class ServerFlagsNotYet
{
    public static FrozenSet<string> Names { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "auto-gomaxprocs",
        "auto-gomemlimit",
        "auto-gomemlimit.ratio",
        "auto-gomemlimit.refresh-interval",
        "web.enable-otlp-receiver",
        "web.search.max-limit",
        "storage.tsdb.head-chunks-write-queue-size",
        "storage.tsdb.delay-compact-file.path",
        "storage.tsdb.delayed-compaction.max-percent",
        "storage.agent.path",
        "storage.agent.wal-segment-size",
        "storage.agent.wal-compression",
        "storage.agent.wal-compression-type",
        "storage.agent.wal-truncate-frequency",
        "storage.agent.retention.min-time",
        "storage.agent.retention.max-time",
        "storage.agent.checkpoint-from-in-memory-series",
        "storage.agent.checkpoint-batch-size",
        "storage.agent.no-lockfile",
        "rules.max-concurrent-evals",
        "agent");
}
