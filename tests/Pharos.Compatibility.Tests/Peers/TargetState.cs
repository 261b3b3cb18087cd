using System.Text.Json;

namespace Pharos.Compatibility.Tests.Peers;

/// <summary>How the last scrape of a job's target went.</summary>
internal sealed record TargetState(bool IsUp, string Error)
{
    /// <summary>Waits until the samples of a scrape of every job can be queried, and returns how the scrapes went, by job.</summary>
    public static async Task<IReadOnlyDictionary<string, TargetState>> WaitForAllAsync(
        PrometheusServer prometheus, IReadOnlyCollection<ScrapeJob> jobs)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (true)
        {
            // The sample of "up" is written together with the scraped ones, while the state of the target is known a little earlier.
            var up = await prometheus.GetAsync("api/v1/query", ("query", "up"));
            var written = up.GetProperty("result").EnumerateArray().Select(static sample => Job(sample.GetProperty("metric"))).ToHashSet();
            var targets = await prometheus.GetAsync("api/v1/targets", ("state", "active"));
            var states = targets.GetProperty("activeTargets").EnumerateArray().ToDictionary(
                static target => Job(target.GetProperty("labels")),
                static target => Of(target.GetProperty("health"), target.GetProperty("lastError")));
            if (jobs.All(job => written.Contains(job.Name) && states.TryGetValue(job.Name, out var state) && !state.IsLate))
            {
                return states;
            }

            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token);
            }
            catch (OperationCanceledException exception)
            {
                var missing = jobs.Where(job => !written.Contains(job.Name)).Select(static job => job.Name);
                throw new TimeoutException($"not scraped in time: {string.Join(", ", missing)}\n{prometheus.LogTail}", exception);
            }
        }
    }

    /// <summary>A scrape that the machine was too slow for says nothing about the target.</summary>
    private bool IsLate => Error.Contains("context deadline exceeded", StringComparison.Ordinal);

    private static TargetState Of(JsonElement health, JsonElement error) => new(health.GetString() == "up", error.GetString()!);

    private static string Job(JsonElement labels) => labels.GetProperty(ScrapeJob.Label).GetString()!;
}
