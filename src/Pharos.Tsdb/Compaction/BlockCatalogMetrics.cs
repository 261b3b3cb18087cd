using Pharos.Instrumentation;

namespace Pharos.Tsdb.Compaction;

/// <summary>What the catalog of blocks says of itself, under the names of the reference.</summary>
public sealed class BlockCatalogMetrics
{
    private BlockCatalog? _catalog;
    private Func<RetentionLimits>? _limits;

    /// <param name="registry">A registry has these once.</param>
    public BlockCatalogMetrics(MetricRegistry registry)
    {
        registry.GaugeFromFunction(
            "prometheus_tsdb_blocks_loaded", "Number of currently loaded data blocks", () => _catalog?.Blocks.Count ?? 0);
        registry.GaugeFromFunction(
            "prometheus_tsdb_symbol_table_size_bytes",
            "Size of symbol table in memory for loaded blocks",
            () => _catalog?.Blocks.Sum(static block => (double)block.SymbolTableBytes) ?? 0);
        Reloads = registry.Counter("prometheus_tsdb_reloads_total", "Number of times the database reloaded block data from disk.");
        ReloadsFailed = registry.Counter(
            "prometheus_tsdb_reloads_failures_total", "Number of times the database failed to reloadBlocks block data from disk.");
        TimeRetentions = registry.Counter(
            "prometheus_tsdb_time_retentions_total",
            "The number of times that blocks were deleted because the maximum time limit was exceeded.");
        SizeRetentions = registry.Counter(
            "prometheus_tsdb_size_retentions_total",
            "The number of times that blocks were deleted because the maximum number of bytes was exceeded.");
        BlocksBytes = registry.Gauge(
            "prometheus_tsdb_storage_blocks_bytes", "The number of bytes that are currently used for local storage by all blocks.");
        registry.GaugeFromFunction(
            "prometheus_tsdb_retention_limit_bytes",
            "Max number of bytes to be retained in the tsdb blocks, configured 0 means disabled",
            () => Math.Max(Limits.Bytes, 0));
        registry.GaugeFromFunction(
            "prometheus_tsdb_retention_limit_percentage",
            "Max percentage of total storage space to be retained in the tsdb blocks, configured 0 means disabled",
            () => Math.Max(Limits.Percentage, 0));
        registry.GaugeFromFunction(
            "prometheus_tsdb_retention_limit_seconds", "How long to retain samples in storage.", () => Math.Max(Limits.TimeMs, 0) / 1e3);
    }

    internal Counter Reloads { get; }

    internal Counter ReloadsFailed { get; }

    internal Counter TimeRetentions { get; }

    internal Counter SizeRetentions { get; }

    internal Gauge BlocksBytes { get; }

    private RetentionLimits Limits => _limits?.Invoke() ?? default;

    /// <summary>Begins to show a catalog, the only one.</summary>
    internal void Watch(BlockCatalog catalog, Func<RetentionLimits> limits)
    {
        _catalog = catalog;
        _limits = limits;
    }
}
