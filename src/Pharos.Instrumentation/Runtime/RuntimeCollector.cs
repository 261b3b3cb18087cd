using System.Runtime.ExceptionServices;
using Pharos.Instrumentation.Collectors;
using Pharos.Model.Families;

namespace Pharos.Instrumentation.Runtime;

/// <summary>
/// The .NET runtime: under its own names, and under those <c>go_</c> names that dashboards use where .NET has the like. Which names those
/// are, and why others are absent, is written down in <c>docs/decisions/0003-self-metrics.md</c>.
/// </summary>
/// <remarks>Counts exceptions and watches garbage collections from when it is made until it is disposed. One per program.</remarks>
public sealed class RuntimeCollector : IMetricCollector, IDisposable
{
    private readonly GcPauseLog _pauses;
    private readonly GoRuntimeMetrics _goMetrics;
    private readonly DotnetRuntimeMetrics _dotnetMetrics = new();
    private long _exceptions;

    public RuntimeCollector(TimeProvider? clock = null)
    {
        _pauses = new GcPauseLog(clock ?? TimeProvider.System);
        _goMetrics = new GoRuntimeMetrics(_pauses);
        _pauses.Start();
        AppDomain.CurrentDomain.FirstChanceException += CountException;
    }

    public void Collect(IMetricSink sink)
    {
        var memory = GC.GetGCMemoryInfo(GCKind.Any);
        _goMetrics.Write(sink, in memory);
        _dotnetMetrics.Write(sink, in memory, Interlocked.Read(ref _exceptions));
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.FirstChanceException -= CountException;
        _pauses.Dispose();
    }

    private void CountException(object? sender, FirstChanceExceptionEventArgs thrown) => Interlocked.Increment(ref _exceptions);
}
