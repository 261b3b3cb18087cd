using Pharos.Discovery.Targets;
using Pharos.Model;
using Pharos.Model.Relabeling;
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

    /// <summary>What becomes of all that discovery finds, in order.</summary>
    /// <param name="job">Resolved.</param>
    public static IReadOnlyList<CheckedTarget> All(ScrapeOptions job, IReadOnlyList<TargetGroup> groups)
    {
        var scrapeJob = new ScrapeJob(job);
        var (builder, relabeler, labels) = (new TargetBuilder(scrapeJob), new Relabeler(), new LabelsBuilder());
        var all = new List<CheckedTarget>();
        foreach (var (group, target) in groups.SelectMany(static group => group.Targets.Select(target => (group, target))))
        {
            var isKept = builder.Build(group.Labels, target, out var discovered, out var error) is not null;
            labels.Reset(discovered.View);
            relabeler.Apply(scrapeJob.TargetRules, labels);
            all.Add(new CheckedTarget(discovered, isKept ? Finished(labels) : Labels.Empty, error));
        }

        return all;
    }

    private static Labels Finished(LabelsBuilder labels)
    {
        for (var i = labels.Count - 1; i >= 0; i--)
        {
            if (labels.At(i).Name.StartsWith(InternalLabels.MetaPrefix))
            {
                labels.RemoveAt(i);
            }
        }

        if (labels.Get("instance"u8).IsEmpty)
        {
            labels.Set("instance"u8, labels.Get("__address__"u8).ToArray());
        }

        return labels.ToLabels();
    }
}

/// <param name="Discovered">Before relabelling.</param>
/// <param name="Labels">After it, hidden ones among them; empty if the target is not scraped.</param>
/// <param name="Error">Why it cannot be scraped; null if it can, or is dropped.</param>
public readonly record struct CheckedTarget(Labels Discovered, Labels Labels, string? Error);
