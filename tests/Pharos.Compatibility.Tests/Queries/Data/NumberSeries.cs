using System.Globalization;
using Pharos.Model;

namespace Pharos.Compatibility.Tests.Queries.Data;

/// <summary>Counters and gauges, with all that happens to them: resets, gaps, ends and new beginnings, values that are no numbers.</summary>
internal static class NumberSeries
{
    private const int Slow = 3;

    private static readonly string[] Methods = ["get", "post"];
    private static readonly string[] Codes = ["200", "404", "500"];
    private static readonly string[] Rooms = ["hall", "attic"];

    public static IEnumerable<DataSeries> All() =>
        [.. Requests(), .. PerInstance(), .. PerRoom(), .. Odd(), .. Rare()];

    private static IEnumerable<DataSeries> Requests()
    {
        foreach (var instance in Fleet.Instances)
        {
            foreach (var method in Methods)
            {
                foreach (var code in Codes)
                {
                    var labels = instance.Named("http_requests_total", ("method", method), ("code", code));
                    var everyTicks = instance.Number == 0 ? 1 : Slow;
                    var series = Counter(labels, everyTicks, instance.Number, code == "200" ? 40 : 3);
                    yield return instance.Number == 3 ? series.WithJitter(method.Length) : series;
                }

                yield return Counter(instance.Named("errors_total", ("method", method)), Slow, instance.Number + 1, 2);
            }
        }
    }

    private static IEnumerable<DataSeries> PerInstance()
    {
        foreach (var instance in Fleet.Instances)
        {
            yield return Counter(instance.Named("cpu_seconds_total"), 1, instance.Number, 0.7);
            yield return Gauge(instance.Named("queue_length"), Slow, tick => Math.Floor(20 + 18 * Math.Sin((tick.Number + instance.Number * 100) / 90.0)));
            yield return Gauge(instance.Named("memory_bytes"), Slow, WalkFrom(4e9 + instance.Number, 1e7, instance.Number));
            yield return Gauge(instance.Named("ratio"), Slow, WalkFrom(0.5, 0.01, 7 + instance.Number));
            yield return Gauge(instance.Named("up"), Slow, tick => tick.IsInMinutes(20 + instance.Number, 22 + instance.Number) ? 0 : 1);
            yield return Gauge(instance.Named("started_seconds"), Slow, tick => Math.Floor(tick.TimeMs / 1e3 / 3600) * 3600 + instance.Number * 86_400 * 45);
            yield return Gauge(instance.Named("build_info", ("version", instance.Number < 2 ? "1.4" : "1.5")), Slow, static _ => 1);
            yield return Gauge(
                instance.Named("target_info", ("cluster", instance.Number % 2 == 0 ? "red" : "blue"), ("env", "prod")), Slow, static _ => 1);
        }

        foreach (var role in Fleet.Instances.Where(static instance => instance.Number != 2))
        {
            yield return Gauge(Labels.Of(("__name__", "machine_role"), ("instance", role.Name), ("role", role.Number == 0 ? "main" : "spare")), Slow, static _ => 1);
        }
    }

    private static IEnumerable<DataSeries> PerRoom()
    {
        foreach (var instance in Fleet.Instances)
        {
            foreach (var room in Rooms)
            {
                yield return Gauge(
                    instance.Named("temperature_celsius", ("room", room)),
                    Slow,
                    WalkFrom(room == "hall" ? 21 : -2, 0.3, instance.Number * 2 + room.Length));
            }
        }
    }

    private static IEnumerable<DataSeries> Odd()
    {
        double[] values = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1, -1, 1e308, 2.3e-308, 1e16, 0.1];
        for (var i = 0; i < 4; i++)
        {
            var random = new Random(i);
            var labels = Labels.Of(("__name__", "odd_values"), ("kind", "k" + i.ToString(CultureInfo.InvariantCulture)), ("job", "api"));
            yield return Gauge(labels, Slow, _ => values[random.Next(i == 3 ? 3 : values.Length)]);
        }

        yield return Gauge(Labels.Of(("__name__", "always_nan"), ("job", "api")), Slow, static _ => double.NaN);
        yield return Gauge(Labels.Of(("__name__", "my.metric-ü"), ("job", "api"), ("a.b", "é")), Slow, static tick => tick.Number % 13);
        yield return Gauge(Labels.Of(("__name__", "flat"), ("job", "db")), Slow, static _ => 42);
        yield return Gauge(Labels.Of(("__name__", "large_then_small"), ("job", "db")), Slow, static tick => tick.Number % 11 == 0 ? 1e17 : 1.25);
    }

    private static IEnumerable<DataSeries> Rare()
    {
        for (var i = 0; i < 3; i++)
        {
            var n = i;
            var labels = Labels.Of(("__name__", "batch_size"), ("shard", n.ToString(CultureInfo.InvariantCulture)));
            yield return Gauge(labels, 24 + 12 * n, tick => tick.Number % 1000 / 10.0 + n);
            labels = Labels.Of(("__name__", "coming_and_going"), ("shard", n.ToString(CultureInfo.InvariantCulture)));
            yield return Gauge(labels, Slow, tick => tick.IsInMinutes(0, 10 + 5 * n) ? tick.Number : tick.IsFirstOf(10 + 5 * n, Slow) ? SpecialValues.StaleNaN : null);
        }

        yield return Gauge(Labels.Of(("__name__", "once"), ("job", "db")), 1, static tick => tick.Number == 2000 ? 3 : null);
        foreach (var shard in Rooms)
        {
            // The name changes in the middle: functions that drop it see one series.
            var labels = Labels.Of(("__name__", shard == "hall" ? "renamed_old_total" : "renamed_new_total"), ("job", "db"));
            yield return Counter(labels, Slow, 9, 5) is var series
                ? series with { Make = tick => tick.IsInMinutes(0, 40) == (shard == "hall") ? series.Make(tick) : null }
                : series;
        }
    }

    private static Func<Tick, double?> WalkFrom(double start, double by, int seed)
    {
        var random = new Random(seed);
        var value = start;
        return _ => value += (random.NextDouble() - 0.5) * by;
    }

    private static DataSeries Gauge(Labels labels, int everyTicks, Func<Tick, double?> valueAt) => DataSeries.OfNumbers(labels, everyTicks, valueAt);

    /// <summary>What happens to it depends on the instance: nothing, resets, a gap, an end with a marker.</summary>
    private static DataSeries Counter(Labels labels, int everyTicks, int fate, double pace)
    {
        var random = new Random((int)(labels.View.Hash() & 0xffff));
        var value = 0.0;
        return DataSeries.OfNumbers(labels, everyTicks, tick =>
        {
            value += pace < 1 ? random.NextDouble() * pace : Math.Floor(random.NextDouble() * pace);
            switch (fate % 4)
            {
                case 1 when random.Next(150) == 0:
                    value = Math.Floor(pace);
                    return value;
                case 2 when tick.IsInMinutes(30, 38):
                    return null;
                case 3 when tick.IsFirstOf(50, everyTicks):
                    value = 0;
                    return SpecialValues.StaleNaN;
                case 3 when tick.IsInMinutes(50, 53):
                    return null;
                default:
                    return value;
            }
        });
    }
}
