using Microsoft.Extensions.Logging;
using Pharos.Http;

namespace Pharos.Discovery;

/// <summary>What a discoverer needs of the program around it.</summary>
public sealed record DiscoveryServices
{
    public required TimeProvider Time { get; init; }

    /// <summary>Says mechanism and job with each line.</summary>
    public required ILogger Log { get; init; }

    public required HttpClientServices Http { get; init; }

    public required DiscoveryMetrics Metrics { get; init; }

    /// <summary>The job that asks, or its name for the notifier; for the label <c>config</c> of metrics.</summary>
    public required string Job { get; init; }
}
