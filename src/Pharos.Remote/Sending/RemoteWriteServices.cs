using Microsoft.Extensions.Logging;
using Pharos.Http;
using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Tsdb.Wal;

namespace Pharos.Remote.Sending;

/// <summary>What sending takes from the program around it.</summary>
public sealed record RemoteWriteServices
{
    /// <summary>The log of the store whose samples are sent.</summary>
    public required FollowedLog Followed { get; init; }

    public required HttpClientServices Http { get; init; }

    public required MetricRegistry Metrics { get; init; }

    public required ILogger Log { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long a queue that ends may take for what it has.</summary>
    public TimeSpan FlushDeadline { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where to remember how far receivers have got, beside the log: it goes with that. Null to begin with new samples at each start.</summary>
    public string? PositionsFile { get; init; }

    /// <summary>What targets say of their metrics, by family; the same may come more than once. Called by any thread.</summary>
    public Func<IEnumerable<KeyValuePair<string, MetricMetadata>>> Families { get; init; } = static () => [];

    /// <summary>Whether series have the labels <c>__type__</c> and <c>__unit__</c>, so that these say what the second version's metadata are.</summary>
    public bool HasTypeLabels { get; init; }
}
