using Microsoft.Extensions.Logging;
using Pharos.Remote.Options;

namespace Pharos.Remote.Sending;

/// <summary>What the parts of one queue share.</summary>
internal sealed class QueueParts
{
    private volatile IWriteClient _client;

    public QueueParts(RemoteWriteOptions options, IWriteClient client, QueueMetrics.OneQueue metrics, ILogger log, TimeProvider time)
    {
        (Options, _client, Metrics, Log, Time) = (options, client, metrics, log, time);
        Plan = new ShardPlan(options.Queue, log, time);
        Highest = new HighestTime(metrics.Highest);
        HighestSent = new HighestTime(metrics.HighestSent);
    }

    public RemoteWriteOptions Options { get; }

    public bool IsV2 => Options.Message == RemoteWriteOptions.Version2;

    /// <summary>Replaced when secrets are.</summary>
    public IWriteClient Client
    {
        get => _client;
        set => _client = value;
    }

    public QueueMetrics.OneQueue Metrics { get; }

    public ILogger Log { get; }

    public TimeProvider Time { get; }

    public ShardPlan Plan { get; }

    public HighestTime Highest { get; }

    public HighestTime HighestSent { get; }

    /// <summary>The oldest time that is sent; the least number for no limit.</summary>
    public long MinTimeMs() => Options.Queue.SampleAgeLimit is { Ticks: > 0 } limit
        ? (Time.GetUtcNow() - limit).ToUnixTimeMilliseconds()
        : long.MinValue;
}
