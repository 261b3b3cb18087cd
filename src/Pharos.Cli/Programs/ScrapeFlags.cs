using Pharos.Cli.Flags;
using Pharos.Scrape;
using Pharos.Server;

namespace Pharos.Cli.Programs;

/// <summary>The flags of scraping.</summary>
internal sealed class ScrapeFlags
{
    private readonly SwitchFlag _adjustTimestamps;
    private readonly ValueFlag<TimeSpan> _tolerance;
    private readonly ValueFlag<TimeSpan> _discoveryInterval;

    public ScrapeFlags(FlagSet set)
    {
        _adjustTimestamps = set.Add(new SwitchFlag("scrape.adjust-timestamps", "Give samples the time of their schedule if the scrape is nearly on it, which saves space.")
        { IsHidden = true, Value = true });
        _tolerance = set.Add(new ValueFlag<TimeSpan>(
            "scrape.timestamp-tolerance", "How far off its schedule a scrape may be for that.", FlagType.Duration, "2ms")
        { IsHidden = true });
        _discoveryInterval = set.Add(new ValueFlag<TimeSpan>(
            "scrape.discovery-reload-interval", "How often targets that were discovered are taken over at most.", FlagType.Duration, "5s")
        { IsHidden = true });
    }

    /// <param name="has">Whether a feature was asked for.</param>
    public ScrapeSettings ToSettings(Func<string, bool> has) => new()
    {
        Features = new ScrapeFeatures
        {
            ReadsStartTimes = has("created-timestamp-zero-ingestion"),
            AddsTypeAndUnitLabels = has("type-and-unit-labels"),
            AppendsMetadata = has("metadata-wal-records"),
        },
        HasExtraMetrics = has("extra-scrape-metrics"),
        AlignsTimestamps = _adjustTimestamps.Value,
        TimestampTolerance = _tolerance.Value,
        DiscoveryInterval = _discoveryInterval.Value,
    };
}
