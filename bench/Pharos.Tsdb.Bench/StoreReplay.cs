using System.Diagnostics;

namespace Pharos.Tsdb.Bench;

/// <summary>Opens what a kill has left, in a process that has done nothing else, and cuts the block that is due.</summary>
internal static class StoreReplay
{
    public static int Run(string[] args)
    {
        using var watch = new MemoryWatch();
        var wall = Stopwatch.StartNew();
        var cpu = Environment.CpuUsage.TotalTime;
        using var database = Database.Open(args[0], new DatabaseOptions { MaintenanceInterval = TimeSpan.Zero });
        Console.WriteLine(
            $"replay: {wall.Elapsed.TotalSeconds:N2} s, CPU {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:N2} s, peak of anonymous memory {watch.PeakMiB:N0} MiB, with files {watch.HighWaterMiB:N0} MiB");
        StoreLoad.Report("replayed", watch, database);
        if (args is not [_, "only"])
        {
            StoreLoad.Cut(database, watch);
        }

        return 0;
    }
}
