using Microsoft.Extensions.Logging;
using Pharos.Http;
using Pharos.Instrumentation;
using Pharos.Storage;

namespace Pharos.Scrape;

/// <summary>What scraping needs of the program around it.</summary>
public sealed record ScrapeServices
{
    public required IAppendable Store { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Log { get; init; }

    public required MetricRegistry Metrics { get; init; }

    public required HttpClientServices Http { get; init; }

    /// <summary>Whether the time of a scrape that is nearly on its tick is that of the tick, which compresses much better.</summary>
    public bool AlignsTimestamps { get; init; } = true;

    /// <summary>How far off the tick a scrape may be for that; never more than a hundredth of the interval.</summary>
    public TimeSpan TimestampTolerance { get; init; } = TimeSpan.FromMilliseconds(2);

    public ScrapeFeatures Features { get; init; } = new();

    /// <summary>
    /// What jobs without a limit take of a body, in bytes after decompression. Targets with hundreds of megabytes do not exist; what expands to more
    /// is an accident or an attack, and would take the server down.
    /// </summary>
    public long MostBodyBytes { get; init; } = 512L << 20;
}
