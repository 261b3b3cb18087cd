using System.Globalization;

namespace Pharos.Tsdb.Bench;

/// <summary>Fills a directory with four blocks of two hours, for compaction.</summary>
internal static class BlockFill
{
    private const long RangeMs = 2 * 60 * 60 * 1000;
    private const int IntervalMs = 30_000;

    public static int Run(string[] args)
    {
        var fleet = new ScrapedFleet(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 200_000);
        var options = new DatabaseOptions { MaintenanceInterval = TimeSpan.Zero, MaxBlockDuration = TimeSpan.FromHours(2) };
        using var database = Database.Open(args[0], options);
        var start = StoreLoad.StartMs / (3 * RangeMs) * (3 * RangeMs);
        var scrape = 0;
        for (var time = start; time < start + 4 * RangeMs + RangeMs * 3 / 4; time += IntervalMs)
        {
            if (scrape % 240 == 239)
            {
                fleet.Replace(database, fleet.Targets / 10, time - 1);
                database.Maintain();
            }

            fleet.Scrape(database, time, scrape++);
        }

        database.Maintain();
        Console.WriteLine($"filled: {database.Blocks.Count} blocks");
        return 0;
    }
}
