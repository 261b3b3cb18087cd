using System.Runtime;
using Pharos.Instrumentation.Collectors;
using Pharos.Model;
using Pharos.Model.Families;

namespace Pharos.Instrumentation.Runtime;

/// <summary>The runtime under its own names.</summary>
internal sealed class DotnetRuntimeMetrics
{
    private readonly Labels _version = Labels.Of(("version", Environment.Version.ToString()));

    // In the order of the runtime's generation numbers, which here is that of the alphabet too.
    private readonly Labels[] _generations = Array.ConvertAll(
        ["0", "1", "2", "loh", "poh"], name => Labels.Of(("generation", name)));

    public void Write(IMetricSink sink, in GCMemoryInfo memory, long exceptions)
    {
        sink.BeginFamily("dotnet_info"u8, MetricType.Gauge, "Always 1; the label tells the version of .NET."u8, default);
        sink.WriteNumber(_version.View, 1);
        WriteCollections(sink);
        WriteHeap(sink, in memory);
        WriteThreads(sink);
        WriteCompiler(sink);
        sink.WriteCounter("dotnet_exceptions_total"u8, "Exceptions thrown, caught ones included."u8, exceptions);
    }

    private void WriteCollections(IMetricSink sink)
    {
        sink.BeginFamily(
            "dotnet_gc_collections_total"u8,
            MetricType.Counter,
            "Garbage collections by the oldest generation that they collected."u8,
            default);
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            // The runtime counts a collection for the younger generations too.
            var older = generation == GC.MaxGeneration ? 0 : GC.CollectionCount(generation + 1);
            sink.WriteNumber(_generations[generation].View, Math.Max(0, GC.CollectionCount(generation) - older));
        }

        sink.WriteCounter(
            "dotnet_gc_pause_seconds_total"u8,
            "Time that the program stood still for garbage collections."u8,
            GC.GetTotalPauseDuration().TotalSeconds);
    }

    private void WriteHeap(IMetricSink sink, in GCMemoryInfo memory)
    {
        var generations = memory.GenerationInfo;
        var count = Math.Min(generations.Length, _generations.Length);
        sink.BeginFamily("dotnet_gc_heap_size_bytes"u8, MetricType.Gauge, "Size of the heap after the last garbage collection."u8, default);
        for (var i = 0; i < count; i++)
        {
            sink.WriteNumber(_generations[i].View, generations[i].SizeAfterBytes);
        }

        sink.BeginFamily(
            "dotnet_gc_heap_fragmentation_bytes"u8, MetricType.Gauge, "Gaps in the heap after the last garbage collection."u8, default);
        for (var i = 0; i < count; i++)
        {
            sink.WriteNumber(_generations[i].View, generations[i].FragmentationAfterBytes);
        }

        sink.WriteGauge(
            "dotnet_gc_committed_bytes"u8,
            "Memory committed for the heap as of the last garbage collection."u8,
            memory.TotalCommittedBytes);
        sink.WriteCounter(
            "dotnet_gc_allocated_bytes_total"u8, "Bytes of all objects ever allocated."u8, GC.GetTotalAllocatedBytes(precise: false));
    }

    private static void WriteThreads(IMetricSink sink)
    {
        sink.WriteGauge("dotnet_threadpool_threads"u8, "Threads of the thread pool."u8, ThreadPool.ThreadCount);
        sink.WriteGauge("dotnet_threadpool_queue_length"u8, "Work items that wait for a thread."u8, ThreadPool.PendingWorkItemCount);
        sink.WriteCounter(
            "dotnet_threadpool_work_items_total"u8, "Work items that the thread pool has done."u8, ThreadPool.CompletedWorkItemCount);
        sink.WriteGauge("dotnet_timers"u8, "Timers that are set."u8, Timer.ActiveCount);
        sink.WriteCounter(
            "dotnet_monitor_lock_contentions_total"u8,
            "How often a thread had to wait for a monitor's lock."u8,
            Monitor.LockContentionCount);
    }

    private static void WriteCompiler(IMetricSink sink)
    {
        sink.WriteCounter("dotnet_jit_methods_total"u8, "Methods compiled while running."u8, JitInfo.GetCompiledMethodCount());
        sink.WriteCounter("dotnet_jit_il_bytes_total"u8, "Intermediate code compiled while running."u8, JitInfo.GetCompiledILBytes());
        sink.WriteCounter(
            "dotnet_jit_seconds_total"u8, "Time spent on compiling while running."u8, JitInfo.GetCompilationTime().TotalSeconds);
    }
}
