using System.Diagnostics;
using System.Globalization;
using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb.Head;
using Pharos.Tsdb.Head.Chunks;
using Pharos.Tsdb.Head.Replay;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Bench;

/// <summary>Scrapes into a head alone: what creating a series and appending a sample cost, and the memory of both.</summary>
internal static class HeadLoad
{
    private const long IntervalMs = 15_000;
    private const long StartMs = 1_700_000_000_000;

    public static int Run(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var scrapes = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 240;
        var withWal = args.Length <= 2;
        var folder = Path.Combine(Path.GetTempPath(), $"pharos-head-{Environment.ProcessId}");
        Directory.CreateDirectory(folder);
        try
        {
            using var wal = withWal ? new WalWriter(Path.Combine(folder, "wal")) : null;
            using var head = new HeadStore(new HeadOptions(), new HeadChunkFiles(Path.Combine(folder, "chunks_head")));
            if (wal is not null)
            {
                head.Log.Start(wal);
            }

            var labels = RealisticSeries.Create(count);
            var refs = new SeriesRef[count];
            Report("before", head);

            var watch = Stopwatch.StartNew();
            var cpu = Environment.CpuUsage.TotalTime;
            Scrape(head, labels, refs, StartMs, scrape: 0);
            Console.WriteLine($"create: {count / watch.Elapsed.TotalSeconds:N0} series/s, CPU {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:N2} s");
            labels = [];
            GC.Collect();
            Report("created", head);
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            watch.Restart();
            cpu = Environment.CpuUsage.TotalTime;
            for (var scrape = 1; scrape < scrapes; scrape++)
            {
                Scrape(head, labels, refs, StartMs + scrape * IntervalMs, scrape);
                if (scrape % 40 == 0)
                {
                    Report($"scrape {scrape}", head);
                }
            }

            var samples = (long)count * (scrapes - 1);
            var cpuSpent = Environment.CpuUsage.TotalTime - cpu;
            Console.WriteLine(
                $"append: {samples / watch.Elapsed.TotalSeconds:N0} samples/s, {cpuSpent.TotalNanoseconds / samples:N0} ns CPU/sample, " +
                $"{(GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)samples:N3} bytes allocated/sample");
            Report("end", head);
            if (withWal)
            {
                Replay(folder);
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>As after a crash: the head that wrote is still open, and another one reads what it left.</summary>
    private static void Replay(string folder)
    {
        var watch = Stopwatch.StartNew();
        var cpu = Environment.CpuUsage.TotalTime;
        using var head = new HeadStore(new HeadOptions(), new HeadChunkFiles(Path.Combine(folder, "chunks_head")));
        using var replay = new HeadReplay(head);
        replay.ReadChunkFiles();
        using var reader = new WalReader(Path.Combine(folder, "wal"));
        using var ahead = new LogReadAhead(reader);
        replay.Read(ahead);
        replay.Finish();
        Console.WriteLine(
            $"replay: {watch.Elapsed.TotalSeconds:N2} s, CPU {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:N2} s, {replay.Samples:N0} samples, {replay.UnknownSamples} unknown");
        Report("replayed", head);
    }

    private static void Scrape(HeadStore head, Labels[] labels, SeriesRef[] refs, long timestampMs, int scrape)
    {
        using var appender = head.NewAppender();
        for (var i = 0; i < refs.Length; i++)
        {
            // A third constant, a third counters, a third gauges that wander.
            var value = (i % 3) switch
            {
                0 => 1.0,
                1 => (double)scrape * (i % 97),
                _ => Math.Round(Math.Sin(scrape * 0.1 + i) * 1000, 2),
            };
            var result = appender.Append(refs[i], labels.Length == 0 ? default : labels[i].View, timestampMs, value);
            if (result.Outcome != AppendOutcome.Accepted)
            {
                throw new InvalidOperationException($"series {i}: {result.Outcome.Message()}");
            }

            refs[i] = result.Series;
            if (i % RealisticSeries.PerTarget == RealisticSeries.PerTarget - 1)
            {
                appender.Commit();
            }
        }

        appender.Commit();
    }

    private static void Report(string when, HeadStore head)
    {
        var status = File.ReadAllLines("/proc/self/status");
        string Field(string name) => status.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(':')[1].Trim();
        Console.WriteLine(
            $"{when,-12} anonymous {Field("RssAnon")}, native {head.NativeBytes >> 20:N0} MiB, managed {GC.GetTotalMemory(false) >> 20:N0} MiB, series {head.Series.Count:N0}");
    }
}
