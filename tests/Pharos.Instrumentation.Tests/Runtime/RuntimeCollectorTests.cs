using Pharos.Instrumentation.Runtime;

namespace Pharos.Instrumentation.Tests.Runtime;

public sealed class RuntimeCollectorTests
{
    [Fact]
    public void Collect_Runtime_HasTheNamesThatDashboardsUse()
    {
        using var collector = new RuntimeCollector();
        var sink = Collect(collector);
        Assert.Superset(
            new HashSet<string>
            {
                "go_info", "go_goroutines", "go_sched_gomaxprocs_threads", "go_gc_duration_seconds", "go_gc_gomemlimit_bytes",
                "go_memstats_alloc_bytes", "go_memstats_alloc_bytes_total", "go_memstats_heap_alloc_bytes", "go_memstats_heap_inuse_bytes",
                "go_memstats_heap_idle_bytes", "go_memstats_heap_sys_bytes", "go_memstats_sys_bytes", "go_memstats_last_gc_time_seconds",
                "dotnet_info", "dotnet_gc_collections_total", "dotnet_gc_pause_seconds_total", "dotnet_gc_heap_size_bytes",
                "dotnet_gc_heap_fragmentation_bytes", "dotnet_gc_committed_bytes", "dotnet_gc_allocated_bytes_total",
                "dotnet_threadpool_threads", "dotnet_threadpool_queue_length", "dotnet_threadpool_work_items_total", "dotnet_timers",
                "dotnet_exceptions_total", "dotnet_jit_methods_total", "dotnet_jit_il_bytes_total", "dotnet_jit_seconds_total",
                "dotnet_monitor_lock_contentions_total",
            },
            sink.Families.ToHashSet());
        Assert.Equal(1, sink.Value($"go_info{{version=\"{RuntimeVersion.Name}\"}}"));
        Assert.Equal(Environment.ProcessorCount, sink.Value("go_sched_gomaxprocs_threads"));
        Assert.True(sink.Value("go_memstats_heap_inuse_bytes") >= sink.Value("go_memstats_alloc_bytes"));
        Assert.True(sink.Value("go_memstats_sys_bytes") >= sink.Value("go_memstats_heap_inuse_bytes"));
    }

    [Fact]
    public void Collect_AfterACollection_ShowsIt()
    {
        using var collector = new RuntimeCollector();
        var before = Collect(collector);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var after = Collect(collector);
        Assert.True(after.Value("go_memstats_last_gc_time_seconds") > 1.7e9);
        Assert.True(after.Summaries[0].Count >= before.Summaries[0].Count + 2);
        const string Full = "dotnet_gc_collections_total{generation=\"2\"}";
        Assert.True(after.Value(Full) >= before.Value(Full) + 2);
        Assert.True(after.Summaries[0].Quantiles[0].Value > 0);
    }

    [Fact]
    public void Collect_AfterExceptions_CountsThem()
    {
        using var collector = new RuntimeCollector();
        var before = Collect(collector).Value("dotnet_exceptions_total");
        Assert.Throws<InvalidOperationException>((Action)(() => throw new InvalidOperationException()));
        Assert.True(Collect(collector).Value("dotnet_exceptions_total") > before);
    }

    [Fact]
    public void GcPauseLog_ManyPauses_KeepsTheLastInOrder()
    {
        using var log = new GcPauseLog(new ManualClock());
        for (var i = 1; i <= 300; i++)
        {
            log.Record(i, [TimeSpan.FromMilliseconds(i), TimeSpan.Zero]);
            log.Record(i, [TimeSpan.FromMilliseconds(9999), TimeSpan.Zero]);
        }

        var sorted = new double[GcPauseLog.Capacity];
        Assert.Equal(GcPauseLog.Capacity, log.CopySorted(sorted));
        Assert.Equal(0.045, sorted[0], 1e-9);
        Assert.Equal(0.300, sorted[^1], 1e-9);
        Assert.Equal(1_700_000_000_500, log.LastCollectionMs);
    }

    private static RecordingSink Collect(RuntimeCollector collector)
    {
        var registry = new MetricRegistry();
        registry.Register(collector);
        return RecordingSink.Of(registry);
    }
}
