using System.Collections.Concurrent;
using Pharos.Configuration;
using Pharos.Discovery;
using Pharos.Discovery.Targets;
using Pharos.Hosting.Logging;
using Pharos.Http;
using Pharos.Instrumentation;
using Pharos.Scrape.Options;
using Pharos.Scrape.Targets;
using Pharos.Server.Configuration;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>The command <c>check service-discovery</c>: what a job would scrape.</summary>
internal static class CheckServiceDiscovery
{
    private const int Failure = 1;

    /// <param name="timeout">How long mechanisms are listened to. Targets that stand in the file itself are not waited for.</param>
    public static int Run(Terminal terminal, string file, string jobName, TimeSpan timeout)
    {
        IReadOnlyList<ScrapeOptions> jobs;
        try
        {
            jobs = ConfigurationLoading.Load(file).Jobs;
        }
        catch (ConfigurationException error)
        {
            terminal.Error.Write($"Cannot load config {string.Join("; ", error.Problems)}\n");
            return Failure;
        }

        if (jobs.FirstOrDefault(job => job.JobName == jobName) is not { } job)
        {
            terminal.Error.Write($"Job {jobName} not found. Select one of:\n{string.Concat(jobs.Select(static other => $"\t{other.JobName}\n"))}");
            return Failure;
        }

        List<TargetGroup> groups = [.. job.Discovery.Static.SelectMany(static (section, i) => new[] { section.ToGroup(i.ToString(System.Globalization.CultureInfo.InvariantCulture)) }), .. Discover(job.Discovery.Mechanisms, timeout)];
        var results = TargetCheck.All(job, groups).Distinct().Select(static target =>
            $"  {{\n    \"discoveredLabels\": {GoJson.Indented(target.Discovered, "    ")},\n    \"labels\": {GoJson.Indented(target.Labels, "    ")}"
            + (target.Error is null ? "" : $",\n    \"error\": {GoJson.Quote(target.Error)}") + "\n  }").ToList();
        terminal.Output.Write(results.Count == 0 ? "[]" : $"[\n{string.Join(",\n", results)}\n]");
        return 0;
    }

    private static List<TargetGroup> Discover(IReadOnlyList<IDiscoveryOptions> mechanisms, TimeSpan timeout)
    {
        if (mechanisms.Count == 0)
        {
            return [];
        }

        using var loggers = new LineLoggerFactory(new LogOptions(), Console.OpenStandardError(), TimeProvider.System);
        var log = loggers.CreateLogger("");
        var services = new DiscoveryServices
        {
            Time = TimeProvider.System,
            Log = log,
            Http = new HttpClientServices { Log = log, UserAgent = "promtool/" + VersionText.Build.Version },
            Metrics = new DiscoveryMetrics(new MetricRegistry(TimeProvider.System)),
            Job = "",
        };
        using var stop = new CancellationTokenSource(timeout, TimeProvider.System);
        var sinks = mechanisms.Select(static _ => new LastGroups()).ToList();
        Task.WhenAll(mechanisms.Zip(sinks).Select(pair => RunAsync(pair.First, pair.Second, services, stop.Token))).GetAwaiter().GetResult();
        return [.. sinks.SelectMany(static sink => sink.All)];
    }

    private static async Task RunAsync(IDiscoveryOptions options, LastGroups sink, DiscoveryServices services, CancellationToken stop)
    {
        var discoverer = options.Create(services);
        try
        {
            await Task.Run(() => discoverer.RunAsync(sink, stop), CancellationToken.None);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The time is up, which is how it always ends.
        }
        finally
        {
            (discoverer as IDisposable)?.Dispose();
        }
    }

    /// <summary>Keeps what each source told last.</summary>
    private sealed class LastGroups : ITargetSink
    {
        private readonly ConcurrentDictionary<string, TargetGroup> _groups = new(StringComparer.Ordinal);

        public IEnumerable<TargetGroup> All => _groups.Values.OrderBy(static group => group.Source, StringComparer.Ordinal);

        public void Update(IReadOnlyList<TargetGroup> groups)
        {
            foreach (var group in groups)
            {
                _groups[group.Source] = group;
            }
        }
    }
}
