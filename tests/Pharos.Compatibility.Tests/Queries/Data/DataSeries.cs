using Pharos.Compatibility.Tests.Storage;
using Pharos.Model;
using Pharos.Model.Histograms;

namespace Pharos.Compatibility.Tests.Queries.Data;

/// <summary>A series of the data that queries are asked about. Its samples are made in the order of time, each once.</summary>
/// <param name="EveryTicks">How many ticks of the data set lie between two samples.</param>
/// <param name="Make">The sample of a tick; null where there is none.</param>
internal sealed record DataSeries(Labels Labels, int EveryTicks, Func<Tick, StoredSample?> Make)
{
    public static DataSeries OfNumbers(Labels labels, int everyTicks, Func<Tick, double?> valueAt) =>
        new(labels, everyTicks, tick => valueAt(tick) is { } value ? new StoredSample(labels, tick.TimeMs, value) : null);

    public static DataSeries OfHistograms(Labels labels, int everyTicks, Func<Tick, Histogram?> valueAt) =>
        new(labels, everyTicks, tick => valueAt(tick) is { } value ? new StoredSample(labels, tick.TimeMs, 0, value) : null);

    /// <summary>The same with times that are not on the beat, by up to a second.</summary>
    public DataSeries WithJitter(int seed)
    {
        var random = new Random(seed);
        return this with { Make = tick => Make(tick) is { } sample ? sample with { TimestampMs = sample.TimestampMs + random.Next(1000) } : null };
    }
}

/// <param name="Number">From 0; a tick is five seconds.</param>
internal readonly record struct Tick(int Number, long TimeMs)
{
    public const long LengthMs = 5_000;

    public int Minute => (int)(Number * LengthMs / 60_000);

    /// <summary>Whether it lies in a part of each hour.</summary>
    public bool IsInMinutes(int from, int to) => Minute % 60 >= from && Minute % 60 < to;

    /// <summary>Whether it is the first of its kind after that part.</summary>
    public bool IsFirstOf(int minute, int everyTicks) => Minute % 60 == minute && Number * LengthMs % 60_000 < everyTicks * LengthMs;
}
