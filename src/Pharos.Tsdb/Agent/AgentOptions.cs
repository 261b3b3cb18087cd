using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb.Agent;

/// <summary>How an <see cref="AgentStore"/> behaves. The defaults are those of Prometheus.</summary>
public sealed record AgentOptions
{
    /// <summary>How often the log is shortened; zero never does it, <see cref="AgentStore.Truncate"/> does.</summary>
    public TimeSpan TruncateFrequency { get; init; } = TimeSpan.FromHours(2);

    /// <summary>So long a sample stays in the log at the least after it was sent.</summary>
    public TimeSpan MinWalTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>So old a sample gets in the log at the most, sent or not. No less than the two above.</summary>
    public TimeSpan MaxWalTime { get; init; } = TimeSpan.FromHours(4);

    /// <summary>
    /// The time up to which everything was sent, in milliseconds; asked for each time the log is shortened. While it is 0, nothing is known to be sent.
    /// </summary>
    public Func<long> LowestSentTimestampMs { get; init; } = static () => 0;

    /// <summary>How much older than the newest sample of its series one may be; zero accepts samples in order only.</summary>
    public TimeSpan OutOfOrderWindow { get; init; }

    public int WalSegmentBytes { get; init; } = 128 << 20;

    public WalCompression WalCompression { get; init; } = WalCompression.Snappy;

    /// <summary>Whether to keep other processes out of the directory.</summary>
    public bool UseLock { get; init; } = true;

    /// <summary>The time before which a log that is shortened now loses its samples, and series that have no newer ones.</summary>
    internal long TruncateBeforeMs(long nowMs)
    {
        var most = Math.Max(Math.Max(MaxWalTime.Ticks, MinWalTime.Ticks), TruncateFrequency.Ticks) / TimeSpan.TicksPerMillisecond;
        var sent = Math.Max(LowestSentTimestampMs() - (long)MinWalTime.TotalMilliseconds, 0);

        // What cannot be sent must not fill the disk.
        return Math.Max(sent, nowMs - most);
    }
}
