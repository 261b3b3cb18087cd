using Pharos.Instrumentation.Collectors;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Instrumentation.Runtime;

/// <summary>
/// What .NET has in common with Go, under the names that dashboards for Go programs use. Each help text says what it is here.
/// </summary>
internal sealed class GoRuntimeMetrics
{
    private static readonly double[] Shares = [0, 0.25, 0.5, 0.75, 1];

    private readonly Labels _version = Labels.Of(("version", RuntimeVersion.Name));
    private readonly GcPauseLog _pauses;
    private readonly double[] _sorted = new double[GcPauseLog.Capacity];

    public GoRuntimeMetrics(GcPauseLog pauses)
    {
        _pauses = pauses;
    }

    public void Write(IMetricSink sink, in GCMemoryInfo memory)
    {
        sink.BeginFamily("go_info"u8, MetricType.Gauge, "The runtime, in the place where Go programs tell their Go version."u8, default);
        sink.WriteNumber(_version.View, 1);
        WriteScheduler(sink);
        WriteMemory(sink, in memory);
        WritePauses(sink);
    }

    private static void WriteScheduler(IMetricSink sink)
    {
        sink.WriteGauge(
            "go_goroutines"u8,
            "Threads of the thread pool plus work items that wait for one: what runs or could run."u8,
            ThreadPool.ThreadCount + (double)ThreadPool.PendingWorkItemCount);
        sink.WriteGauge("go_sched_gomaxprocs_threads"u8, "Processors that the runtime uses at once."u8, Environment.ProcessorCount);
    }

    private static void WriteMemory(IMetricSink sink, in GCMemoryInfo memory)
    {
        var live = (double)GC.GetTotalMemory(forceFullCollection: false);
        var inUse = live + memory.FragmentedBytes;

        // The committed memory is that of the last collection; the heap may have grown since.
        var committed = Math.Max(memory.TotalCommittedBytes, inUse);
        sink.WriteGauge("go_memstats_alloc_bytes"u8, "Bytes of objects on the managed heap, unreachable ones included."u8, live);
        sink.WriteCounter(
            "go_memstats_alloc_bytes_total"u8, "Bytes of all objects ever allocated."u8, GC.GetTotalAllocatedBytes(precise: false));
        sink.WriteGauge("go_memstats_heap_alloc_bytes"u8, "The same as go_memstats_alloc_bytes."u8, live);
        sink.WriteGauge("go_memstats_heap_inuse_bytes"u8, "Bytes of objects on the managed heap and of the gaps between them."u8, inUse);
        sink.WriteGauge("go_memstats_heap_idle_bytes"u8, "Committed bytes of the managed heap without objects."u8, committed - inUse);
        sink.WriteGauge("go_memstats_heap_sys_bytes"u8, "Bytes committed for the managed heap."u8, committed);
        sink.WriteGauge("go_memstats_sys_bytes"u8, "Bytes that the garbage collector has from the operating system."u8, committed);
        sink.WriteGauge(
            "go_gc_gomemlimit_bytes"u8, "Bytes that the garbage collector takes as its limit."u8, memory.TotalAvailableMemoryBytes);
    }

    private void WritePauses(IMetricSink sink)
    {
        sink.WriteGauge(
            "go_memstats_last_gc_time_seconds"u8,
            "Unix time of the last garbage collection, 0 if there was none."u8,
            _pauses.LastCollectionMs / 1e3);
        sink.BeginFamily(
            "go_gc_duration_seconds"u8,
            MetricType.Summary,
            "Pauses of the program for garbage collections: quantiles over the last ones, sum and number of collections over all."u8,
            default);
        var count = _pauses.CopySorted(_sorted);
        Span<QuantileValue> quantiles = stackalloc QuantileValue[Shares.Length];
        for (var i = 0; i < quantiles.Length; i++)
        {
            var value = count == 0 ? 0 : _sorted[(int)Math.Round(Shares[i] * (count - 1))];
            quantiles[i] = new QuantileValue(Shares[i], value);
        }

        sink.Summary(default, new SummaryPoint
        {
            Count = (ulong)GC.CollectionCount(0),
            Sum = GC.GetTotalPauseDuration().TotalSeconds,
            Quantiles = quantiles,
        });
    }
}
