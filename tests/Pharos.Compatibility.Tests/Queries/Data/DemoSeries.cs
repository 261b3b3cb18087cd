using System.Globalization;
using Pharos.Model;

namespace Pharos.Compatibility.Tests.Queries.Data;

/// <summary>The metrics of the service that the example queries speak of: three instances, every five seconds.</summary>
internal static class DemoSeries
{
    public static IEnumerable<DataSeries> All() => Enumerable.Range(0, 3).SelectMany(Of);

    private static IEnumerable<DataSeries> Of(int number)
    {
        var instance = string.Create(CultureInfo.InvariantCulture, $"demo.promlabs.com:1000{number}");
        Labels Named(string name, params (string Name, string Value)[] more) =>
            Labels.Of([("__name__", "demo_" + name), ("instance", instance), ("job", "demo"), .. more]);

        foreach (var (i, type) in ((string[])["buffers", "cached", "free", "used"]).Index())
        {
            var n = i;
            yield return DataSeries.OfNumbers(
                Named("memory_usage_bytes", ("type", type)), 1, tick => 1e9 * (n + 1) + Math.Floor(1e8 * Math.Sin(tick.Number / (40.0 + number) + n)));
        }

        foreach (var mode in (string[])["idle", "system", "user"])
        {
            var random = new Random(mode.Length + number);
            var total = 0.0;
            yield return DataSeries.OfNumbers(
                Named("cpu_usage_seconds_total", ("mode", mode)),
                1,
                tick => total = number == 1 && tick.Number % 700 == 0 ? 0 : total + random.NextDouble() * 5);
        }

        yield return DataSeries.OfNumbers(Named("num_cpus"), 1, _ => 4 + number);
        yield return DataSeries.OfNumbers(Named("disk_total_bytes"), 1, static _ => 2.5e11);
        yield return DataSeries.OfNumbers(Named("disk_usage_bytes"), 1, tick => 1e11 + Math.Floor(3.7e5 * tick.Number) + number);
        yield return DataSeries.OfNumbers(
            Named("batch_last_success_timestamp_seconds"), 1, tick => Math.Floor(tick.TimeMs / 1e3 / (240 + 60 * number)) * (240 + 60 * number));
        yield return DataSeries.OfNumbers(Named("intermittent_metric"), 1, tick => tick.Minute % 10 < 3 ? tick.Number : null);
        foreach (var method in (string[])["GET", "POST"])
        {
            var observations = new Observations(number * 7 + method.Length, 13, 0);
            for (var i = 0; i < 13; i++)
            {
                var n = i;
                var le = n == 12 ? "+Inf" : (0.0001 * Math.Pow(1.5, n)).ToString("R", CultureInfo.InvariantCulture);
                yield return DataSeries.OfNumbers(
                    Named("api_request_duration_seconds_bucket", ("method", method), ("path", "/api/foo"), ("status", "200"), ("le", le)),
                    1,
                    tick => observations.At(tick.Number).Through(n));
            }

            yield return DataSeries.OfNumbers(
                Named("api_request_duration_seconds_count", ("method", method), ("path", "/api/foo"), ("status", "200")),
                1,
                tick => observations.At(tick.Number).Total);
            yield return DataSeries.OfNumbers(
                Named("api_request_duration_seconds_sum", ("method", method), ("path", "/api/foo"), ("status", "200")),
                1,
                tick => observations.At(tick.Number).Sum);
        }
    }
}
