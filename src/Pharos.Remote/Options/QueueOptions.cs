using Pharos.Configuration;

namespace Pharos.Remote.Options;

/// <summary>The section <c>queue_config</c>: how samples wait for a remote server, and how many requests go to it at once.</summary>
public sealed class QueueOptions : IOptions
{
    /// <summary>Samples that wait in a shard before the reading of the log waits for them.</summary>
    public long Capacity { get; set; } = 10_000;

    public long MaxShards { get; set; } = 50;

    public long MinShards { get; set; } = 1;

    public long MaxSamplesPerSend { get; set; } = 2000;

    public TimeSpan BatchSendDeadline { get; set; } = TimeSpan.FromSeconds(5);

    public TimeSpan MinBackoff { get; set; } = TimeSpan.FromMilliseconds(30);

    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether an answer that asks for fewer requests is no reason to drop samples.</summary>
    public bool RetryOnTooManyRequests { get; set; }

    /// <summary>Older samples are dropped; zero for no limit.</summary>
    public TimeSpan SampleAgeLimit { get; set; }

    public void Describe(Fields fields)
    {
        Capacity = fields.Integer("capacity", Capacity);
        MaxShards = fields.Integer("max_shards", MaxShards);
        MinShards = fields.Integer("min_shards", MinShards);
        MaxSamplesPerSend = fields.Integer("max_samples_per_send", MaxSamplesPerSend);
        BatchSendDeadline = fields.Duration("batch_send_deadline", BatchSendDeadline, always: true);
        MinBackoff = fields.Duration("min_backoff", MinBackoff, always: true);
        MaxBackoff = fields.Duration("max_backoff", MaxBackoff, always: true);
        RetryOnTooManyRequests = fields.Bool("retry_on_http_429", RetryOnTooManyRequests);
        SampleAgeLimit = fields.Duration("sample_age_limit", SampleAgeLimit);

        fields.Check(MaxShards > 0, "max_shards", "remote write queue max_shards must be positive");
        fields.Check(MinShards > 0, "min_shards", "remote write queue min_shards must be positive");
        fields.Check(MinShards <= MaxShards, "min_shards", "remote write queue min_shards must not be greater than max_shards");
        fields.Check(MaxSamplesPerSend > 0, "max_samples_per_send", "remote write queue max_samples_per_send must be positive");
        fields.Check(Capacity > 0, "capacity", "remote write queue capacity must be positive");
        fields.Check(MinBackoff <= MaxBackoff, fields.Has("max_backoff") ? "max_backoff" : "min_backoff", "remote write queue max_backoff must not be less than min_backoff");
    }
}
