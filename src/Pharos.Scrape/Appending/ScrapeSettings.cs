using Pharos.Model;
using Pharos.Model.Relabeling;
using Pharos.Scrape.Options;
using Pharos.Scrape.Targets;

namespace Pharos.Scrape.Appending;

/// <summary>What a target's scrapes go by, and the working memory for it. Belongs to one loop; replaced when its job changes.</summary>
internal sealed class ScrapeSettings
{
    public ScrapeSettings(ScrapeJob job, Target target, ScrapeFeatures features)
    {
        Job = job;
        Features = features;
        TargetLabels = new SampleLabels(target.Labels, job.Options.HonorLabels);
    }

    public ScrapeJob Job { get; }

    public ScrapeFeatures Features { get; }

    public SampleLabels TargetLabels { get; }

    public RelabelRules MetricRules => Job.MetricRules;

    public NameValidationScheme Validation => Job.Validation;

    public ScrapeLimits Limits => Job.Options.Limits;

    public long SampleLimit => Job.Options.Limits.Samples;

    public long HistogramBucketLimit => Job.Options.HistogramBucketLimit;

    public int MaxHistogramSchema => Job.MaxHistogramSchema;

    public bool HonorsTimestamps => Job.Options.HonorTimestamps;

    public bool TracksOwnTimes => Job.Options.TrackTimestampsStaleness;

    public Relabeler Relabeler { get; } = new();

    /// <summary>The labels of the series that is being appended.</summary>
    public LabelsBuilder Labels { get; } = new();

    public LabelsBuilder ExemplarLabels { get; } = new();
}
