namespace Pharos.Cli.Programs.Promtool.Servers;

/// <summary>Something that servers tell about themselves, and how it is called in the archive.</summary>
/// <param name="IsProfile">Whether it comes compressed, and is kept without that.</param>
internal sealed record DebugFile(string Path, string Name, bool IsProfile)
{
    public static DebugFile[] Metrics { get; } = [new("/metrics", "metrics.txt", IsProfile: false)];

    /// <summary>Those of servers that are written in Go; servers that are not have none.</summary>
    public static DebugFile[] Profiles { get; } =
    [
        new("/debug/pprof/profile?seconds=30", "cpu.pb", IsProfile: true),
        new("/debug/pprof/block", "block.pb", IsProfile: true),
        new("/debug/pprof/goroutine", "goroutine.pb", IsProfile: true),
        new("/debug/pprof/heap", "heap.pb", IsProfile: true),
        new("/debug/pprof/mutex", "mutex.pb", IsProfile: true),
        new("/debug/pprof/threadcreate", "threadcreate.pb", IsProfile: true),
        new("/debug/pprof/trace?seconds=30", "trace.pb", IsProfile: false),
    ];
}
