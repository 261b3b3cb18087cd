using Pharos.Tsdb.Blocks;
using Pharos.Tsdb.Compaction;

namespace Pharos.Tsdb.Bench;

/// <summary>Makes one block of those of a six-hour range.</summary>
internal static class StoreCompaction
{
    public static int Run(string[] args)
    {
        using var watch = new MemoryWatch();
        using var catalog = new BlockCatalog(args[0], new BlockCatalogOptions());
        catalog.Reload();
        var blocks = catalog.Blocks.Take(3).ToList();
        var cpu = Environment.CpuUsage.TotalTime;
        var meta = new Compactor(new UlidSource(TimeProvider.System)).Compact(args[0], blocks)!;
        var folder = Path.Combine(args[0], meta.Ulid.ToString());
        var bytes = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(static file => new FileInfo(file).Length);
        Console.WriteLine(
            $"compaction: CPU {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:N1} s, peak of anonymous memory {watch.PeakMiB:N0} MiB");
        Console.WriteLine($"block: {meta.Stats.Series:N0} series, {meta.Stats.Samples:N0} samples, {bytes / (double)meta.Stats.Samples:N3} bytes a sample");
        return 0;
    }
}
