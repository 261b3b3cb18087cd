using Pharos.Compatibility.Tests.Storage;
using Pharos.Tsdb;

namespace Pharos.Compatibility.Tests.Queries.Data;

/// <summary>
/// Four hours of some hundred series of all kinds, the same every time: metrics of a small fleet, most of them every 15 seconds, and in the last
/// two hours those of a demonstration service, every 5 seconds.
/// </summary>
internal static class DataSet
{
    /// <summary>A multiple of two hours.</summary>
    public const long StartMs = SampleRounds.StartMs;

    public const long DemoStartMs = StartMs + 2 * 3_600_000;

    /// <summary>The time of the last samples.</summary>
    public const long EndMs = StartMs + 4 * 3_600_000;

    /// <summary>Writes it to a directory in which there are then blocks and a log.</summary>
    public static void Write(string directory)
    {
        using var database = Database.Open(directory, OurDatabase.Options);
        database.Write(Rounds());
        database.Maintain(TestContext.Current.CancellationToken);
        Assert.True(database.Blocks.Count > 0);
        Assert.True(database.SeriesInMemory > 0);
    }

    public static IEnumerable<StoredSample[]> Rounds()
    {
        DataSeries[] fleet = [.. NumberSeries.All(), .. HistogramSeries.All()];
        DataSeries[] demo = [.. DemoSeries.All()];
        for (var i = 0; StartMs + i * Tick.LengthMs <= EndMs; i++)
        {
            var tick = new Tick(i, StartMs + i * Tick.LengthMs);
            var series = tick.TimeMs < DemoStartMs ? fleet : [.. fleet, .. demo];
            yield return [.. series.Where(one => i % one.EveryTicks == 0).Select(one => one.Make(tick)).OfType<StoredSample>()];
        }
    }
}
