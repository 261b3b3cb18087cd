using System.Diagnostics;
using System.Globalization;

namespace Pharos.Tsdb.Bench;

/// <summary>
/// A database under the load of a fleet: an hour of scrapes each 15 s, two hours more each 60 s, in which a tenth of the targets is replaced each
/// hour; then a block is cut, scrapes go on, and the process kills itself.
/// </summary>
internal static class StoreLoad
{
    public const long StartMs = 1_699_999_200_000;

    private const long MinuteMs = 60_000;
    private const int ReplacedEachMinutes = 6;

    public static int Run(string[] args)
    {
        var directory = args[0];
        var fleet = new ScrapedFleet(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000);
        using var watch = new MemoryWatch();
        using var database = Database.Open(directory, new DatabaseOptions { MaintenanceInterval = TimeSpan.Zero });
        Report("opened", watch, database);
        var run = new ScrapeClock(database, fleet);
        run.Until(1, 15, replaced: 0);
        Report("created", watch, database);
        var pauses = GC.GetTotalPauseDuration();
        var cpu = Environment.CpuUsage.TotalTime;
        var wall = Stopwatch.StartNew();
        var samples = fleet.Samples;
        for (var minutes = 10; minutes <= 60; minutes += 10)
        {
            run.Until(minutes, 15, fleet.Targets / 100);
            Report($"{minutes} min", watch, database);
        }

        samples = fleet.Samples - samples;
        cpu = Environment.CpuUsage.TotalTime - cpu;
        Console.WriteLine(
            $"load: appended {samples:N0} samples in {wall.Elapsed.TotalSeconds:N1} s, {samples / cpu.TotalSeconds / 1e6:N2} million a second of CPU, " +
            $"{fleet.AllocatedBytes / (double)fleet.Samples:N3} bytes allocated each, GC pauses {(GC.GetTotalPauseDuration() - pauses).TotalSeconds / wall.Elapsed.TotalSeconds:P2} of the time");
        for (var minutes = 90; minutes <= 180; minutes += 30)
        {
            run.Until(minutes, 60, fleet.Targets / 100);
            Report($"{minutes} min", watch, database);
        }

        run.Until(182, 60, 0);
        Await("ready to be copied");
        Cut(database, watch);
        for (var minutes = 190; minutes <= 200; minutes += 10)
        {
            run.Until(minutes, 15, fleet.Targets / 100);
            Report($"{minutes} min", watch, database);
        }

        Await("ready to be killed");
        return 0;
    }

    /// <summary>Cuts what there is to cut and compacts, and tells what it took.</summary>
    public static void Cut(Database database, MemoryWatch watch)
    {
        Report("before cut", watch, database);
        var before = watch.NowMiB;
        watch.Reset();
        var wall = Stopwatch.StartNew();
        var cpu = Environment.CpuUsage.TotalTime;
        database.Maintain();
        var peak = watch.PeakMiB;
        Console.WriteLine(
            $"cut: {wall.Elapsed.TotalSeconds:N1} s, CPU {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:N1} s, anonymous {before:N0} -> peak {peak:N0} MiB, {(peak - before) / (double)before:+0.0%;-0.0%}");
        foreach (var block in database.Blocks)
        {
            var bytes = Directory.EnumerateFiles(Path.Combine(database.DirectoryPath, block.Ulid.ToString()), "*", SearchOption.AllDirectories).Sum(static file => new FileInfo(file).Length);
            Console.WriteLine($"block: {block.Stats.Series:N0} series, {block.Stats.Samples:N0} samples, {bytes / (double)block.Stats.Samples:N3} bytes a sample");
        }

        Report("after cut", watch, database);
    }

    public static void Report(string when, MemoryWatch watch, Database database)
    {
        var now = watch.NowMiB;
        var series = Math.Max(database.SeriesInMemory, 1);
        Console.WriteLine(
            $"{when,-12} anonymous {now,6:N0} MiB (peak {watch.PeakMiB,6:N0}), {(series > 1 ? now * 1048576.0 / series : 0),6:N0} bytes a series, " +
            $"collected heap {GC.GetGCMemoryInfo().TotalCommittedBytes >> 20,4:N0} MiB, {series:N0} series");
        watch.Reset();
    }

    /// <summary>Whoever started the process goes on when it reads the line, and answers with one.</summary>
    private static void Await(string line)
    {
        Console.WriteLine(line);
        _ = Console.ReadLine();
    }

    private sealed class ScrapeClock(Database database, ScrapedFleet fleet)
    {
        private long _timeMs = StartMs;
        private int _scrape;

        public void Until(int minutes, int intervalSeconds, int replaced)
        {
            for (; _timeMs < StartMs + minutes * MinuteMs; _timeMs += intervalSeconds * 1000)
            {
                if (replaced > 0 && (_timeMs - StartMs) % (ReplacedEachMinutes * MinuteMs) == 0)
                {
                    fleet.Replace(database, replaced, _timeMs - 1);
                }

                fleet.Scrape(database, _timeMs, _scrape++);
            }
        }
    }
}
