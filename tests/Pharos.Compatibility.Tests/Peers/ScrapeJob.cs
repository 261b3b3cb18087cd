using System.Text;

namespace Pharos.Compatibility.Tests.Peers;

/// <summary>
/// A scrape configuration with one target. What it scrapes has the label <c>scrape</c> with the job's name, and labels that the target
/// gives win over those of the configuration.
/// </summary>
/// <param name="Name">Of letters, digits, dots and dashes.</param>
/// <param name="Address">Host and port.</param>
/// <param name="Path">Where the metrics are.</param>
/// <param name="Settings">Further lines of the configuration, without indentation.</param>
internal sealed record ScrapeJob(string Name, string Address, string Path, params IReadOnlyList<string> Settings)
{
    /// <summary>The label with the job's name.</summary>
    public const string Label = "scrape";

    /// <summary>A selector of all that the job has scraped.</summary>
    public string Selector => $"{{{Label}=\"{Name}\"}}";

    /// <summary>A configuration of these jobs and nothing else.</summary>
    public static string Configuration(IEnumerable<ScrapeJob> jobs)
    {
        // The interval is what a test waits for at most; the timeout is to be long enough for a machine that is busy with other things.
        var yaml = new StringBuilder("global:\n  scrape_interval: 3s\n  scrape_timeout: 3s\nscrape_configs:\n");
        foreach (var job in jobs)
        {
            yaml.Append("- job_name: ").Append(job.Name).Append("\n  metrics_path: ").Append(job.Path).Append("\n  honor_labels: true\n");
            foreach (var setting in job.Settings)
            {
                yaml.Append("  ").Append(setting).Append('\n');
            }

            yaml.Append("  static_configs:\n  - targets: ['").Append(job.Address).Append("']\n");
            yaml.Append("    labels: {").Append(Label).Append(": ").Append(job.Name).Append("}\n");
        }

        return yaml.ToString();
    }
}
