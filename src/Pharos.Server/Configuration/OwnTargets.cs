using System.Globalization;
using Pharos.Configuration;
using Pharos.Scrape.Options;

namespace Pharos.Server.Configuration;

/// <summary>What a server without a configuration file does: it watches itself.</summary>
public static class OwnTargets
{
    public static ServerConfiguration Configuration(int port, string prefix)
    {
        var job = new ScrapeOptions { JobName = "prometheus", MetricsPath = prefix.TrimEnd('/') + "/metrics" };
        job.Discovery.Static = [new() { Targets = [string.Create(CultureInfo.InvariantCulture, $"localhost:{port}")] }];
        var configuration = new ServerConfiguration { ScrapeConfigs = [job] };
        configuration.Global.Scrape.Interval = TimeSpan.FromSeconds(15);
        job.Resolve(configuration.Global.Scrape, new ConfigurationProblems());
        configuration.Jobs = configuration.ScrapeConfigs;
        return configuration;
    }
}
