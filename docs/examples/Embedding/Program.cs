using Pharos.Model;
using Pharos.Storage;
using Pharos.Tsdb;

using var database = Database.Open(args[0]);

using (var appender = database.NewAppender())
{
    var labels = Labels.Of(("__name__", "room_temperature_celsius"), ("room", "kitchen"));
    var series = appender.Append(SeriesRef.None, labels.View, timestampMs: 1_700_000_000_000, 21.5).Series;
    appender.Append(series, default, timestampMs: 1_700_000_015_000, 21.6);
    appender.Commit();
}

using var querier = database.NewQuerier(minTimeMs: 1_700_000_000_000, maxTimeMs: 1_700_000_060_000);
using var found = querier.Select(sorted: true, hints: null, [new Matcher(Pharos.Model.MatchType.Equal, "room", "kitchen")]);
long[] times = new long[128];
double[] values = new double[128];
while (found.MoveNext())
{
    var samples = found.Samples();
    for (var count = samples.ReadFloats(times, values); count > 0; count = samples.ReadFloats(times, values))
    {
        Console.WriteLine($"{found.Labels.ToString()}: {string.Join(", ", values[..count])}");
    }
}
