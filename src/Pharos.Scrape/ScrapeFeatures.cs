namespace Pharos.Scrape;

/// <summary>What scraping does only if it is asked to.</summary>
public sealed record ScrapeFeatures
{
    /// <summary>Whether samples go to the store with the times at which their counters began, which OpenMetrics tells in series of their own: these are left out then.</summary>
    public bool ReadsStartTimes { get; init; }

    /// <summary>Whether series get the labels <c>__type__</c> and <c>__unit__</c>.</summary>
    public bool AddsTypeAndUnitLabels { get; init; }

    /// <summary>Whether the store is told what targets say of their metric families.</summary>
    public bool AppendsMetadata { get; init; }
}
