using System.Text.Json;
using Pharos.Testing.Waiting;

namespace Pharos.Compatibility.Tests.Peers;

/// <summary>How the last scrape of a job's target went.</summary>
internal sealed record TargetState(bool IsUp, string Error)
{
    /// <summary>Waits until the samples of a scrape of every job can be queried, and returns how the scrapes went, by job.</summary>
    public static async Task<IReadOnlyDictionary<string, TargetState>> WaitForAllAsync(
        PrometheusServer prometheus, IReadOnlyCollection<ScrapeJob> jobs)
    {
        var states = await Eventually.AnsweredAsync(
            () => WrittenAsync(prometheus),
            states => jobs.All(job => states.TryGetValue(job.Name, out var state) && !state.IsLate),
            "a scrape of every job",
            states => $"{string.Join('\n', states)}\n{prometheus.LogTail}");
        return states;
    }

    /// <summary>The states of those targets of which samples can be queried.</summary>
    private static async Task<Dictionary<string, TargetState>> WrittenAsync(PrometheusServer prometheus)
    {
        // The sample of "up" is written together with the scraped ones, while the state of the target is known a little earlier.
        var up = await prometheus.GetAsync("api/v1/query", ("query", "up"));
        var written = up.GetProperty("result").EnumerateArray().Select(static sample => Job(sample.GetProperty("metric"))).ToHashSet();
        var targets = await prometheus.GetAsync("api/v1/targets", ("state", "active"));
        return targets.GetProperty("activeTargets").EnumerateArray()
            .Where(target => written.Contains(Job(target.GetProperty("labels"))))
            .ToDictionary(static target => Job(target.GetProperty("labels")), static target => Of(target.GetProperty("health"), target.GetProperty("lastError")));
    }

    /// <summary>A scrape that the machine was too slow for says nothing about the target.</summary>
    private bool IsLate => Error.Contains("context deadline exceeded", StringComparison.Ordinal);

    private static TargetState Of(JsonElement health, JsonElement error) => new(health.GetString() == "up", error.GetString()!);

    private static string Job(JsonElement labels) => labels.GetProperty(ScrapeJob.Label).GetString()!;
}
