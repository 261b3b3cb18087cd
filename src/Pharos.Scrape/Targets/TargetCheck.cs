using Pharos.Discovery.Targets;
using Pharos.Scrape.Options;

namespace Pharos.Scrape.Targets;

/// <summary>Tells without scraping whether a job could scrape what discovery finds for it.</summary>
public static class TargetCheck
{
    /// <summary>Why the first target that a job cannot scrape is none; null if there is no such target.</summary>
    /// <param name="job">Resolved.</param>
    public static string? FirstComplaint(ScrapeOptions job, IReadOnlyList<TargetGroup> groups)
    {
        var builder = new TargetBuilder(new ScrapeJob(job));
        foreach (var group in groups)
        {
            for (var i = 0; i < group.Targets.Count; i++)
            {
                builder.Build(group.Labels, group.Targets[i], out _, out var error);
                if (error is not null)
                {
                    return $"instance {i} in group {group.Source}: {error}";
                }
            }
        }

        return null;
    }
}
