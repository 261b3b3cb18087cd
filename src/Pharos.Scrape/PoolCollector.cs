using Pharos.Instrumentation.Collectors;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Scrape;

/// <summary>What the pools remember of their targets, looked at when metrics are collected.</summary>
internal sealed class PoolCollector(ScrapeManager manager) : IMetricCollector
{
    public void Collect(IMetricSink sink)
    {
        var pools = manager.Pools().Select(static pool => (Labels: Labels.Of(("scrape_job", pool.Job)), Memory: pool.Remembered())).ToList();
        Write("prometheus_target_metadata_cache_entries"u8, "Total number of metric metadata entries in the cache"u8, static memory => memory.Families);
        Write("prometheus_target_metadata_cache_bytes"u8, "The number of bytes that are currently used for storing metric metadata in the cache"u8, static memory => memory.FamilyBytes);
        Write("prometheus_target_scrape_pool_symboltable_items"u8, "Current number of known lines of this scrape pool's targets, which are kept in the place of a table of symbols."u8, static memory => memory.Lines);

        void Write(ReadOnlySpan<byte> name, ReadOnlySpan<byte> help, Func<PoolMemory, double> value)
        {
            sink.BeginFamily(name, MetricType.Gauge, help, default);
            foreach (var (labels, memory) in pools)
            {
                sink.WriteNumber(labels.View, value(memory));
            }
        }
    }
}

/// <summary>How much is remembered of the targets of a pool.</summary>
internal readonly record struct PoolMemory(int Families, long FamilyBytes, int Lines);
