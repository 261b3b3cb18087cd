using System.Globalization;
using Pharos.Model;

namespace Pharos.Tsdb.Bench;

/// <summary>
/// Series as a fleet of targets exposes them: each target has the same metrics, some with a few labels more, and labels of its own from discovery.
/// </summary>
internal static class RealisticSeries
{
    public const int PerTarget = 1000;

    public static Labels[] Create(int count) =>
        [.. Enumerable.Range(0, (count + PerTarget - 1) / PerTarget).SelectMany(static target => OfTarget(target, generation: 0)).Take(count)];

    /// <param name="generation">Counts the pods that were in the place of the target.</param>
    public static Labels[] OfTarget(int target, int generation)
    {
        var series = new Labels[PerTarget];
        for (var metric = 0; metric < PerTarget; metric++)
        {
            series[metric] = Labels.Of(
                ("__name__", $"service_{metric / 10}_requests_total"),
                ("code", (metric % 10 / 2 * 100).ToString(CultureInfo.InvariantCulture)),
                ("method", metric % 2 == 0 ? "GET" : "POST"),
                ("cluster", "eu-west-1"),
                ("namespace", $"namespace-{target % 20}"),
                ("pod", $"service-{target % 50}-7f9c6d{generation}-{target}"),
                ("job", $"job-{target % 50}"),
                ("instance", $"10.{(target / 250 + generation) % 250}.{target % 250}.7:9100"));
        }

        return series;
    }
}
