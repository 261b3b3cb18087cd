using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pharos.Tsdb.Blocks;

/// <summary>
/// What <c>meta.json</c> says of a block. Not changed once it is shared: take a copy by <c>with</c>. Keys of other programs are kept when
/// it is written again.
/// </summary>
public sealed record BlockMeta
{
    /// <summary>The only version there is.</summary>
    public const int CurrentVersion = 1;

    [JsonPropertyName("ulid")]
    [JsonPropertyOrder(0)]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public Ulid Ulid { get; set; }

    /// <summary>The first millisecond that the block may have samples of.</summary>
    [JsonPropertyName("minTime")]
    [JsonPropertyOrder(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long MinTimeMs { get; set; }

    /// <summary>The millisecond after the last that it may have samples of.</summary>
    [JsonPropertyName("maxTime")]
    [JsonPropertyOrder(2)]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long MaxTimeMs { get; set; }

    [JsonPropertyName("stats")]
    [JsonPropertyOrder(3)]
    public BlockStats Stats { get; set; } = new();

    [JsonPropertyName("compaction")]
    [JsonPropertyOrder(4)]
    public BlockCompaction Compaction { get; set; } = new();

    [JsonRequired]
    [JsonPropertyName("version")]
    [JsonPropertyOrder(5)]
    public int Version { get; set; } = CurrentVersion;

    /// <summary>Keys that are not ours, such as <c>thanos</c>.</summary>
    [JsonExtensionData]
    [JsonPropertyOrder(6)]
    public IDictionary<string, JsonElement>? Others { get; set; }

    /// <summary>Whether the block may have samples of the closed range.</summary>
    public bool Overlaps(long minTimeMs, long maxTimeMs) => MinTimeMs <= maxTimeMs && minTimeMs < MaxTimeMs;
}

/// <summary>How much there is in a block.</summary>
public sealed record BlockStats
{
    [JsonPropertyName("numSamples")]
    [JsonPropertyOrder(0)]
    public ulong Samples { get; set; }

    [JsonPropertyName("numFloatSamples")]
    [JsonPropertyOrder(1)]
    public ulong FloatSamples { get; set; }

    [JsonPropertyName("numHistogramSamples")]
    [JsonPropertyOrder(2)]
    public ulong HistogramSamples { get; set; }

    [JsonPropertyName("numSeries")]
    [JsonPropertyOrder(3)]
    public ulong Series { get; set; }

    [JsonPropertyName("numChunks")]
    [JsonPropertyOrder(4)]
    public ulong Chunks { get; set; }

    /// <summary>Deleted intervals that are still to be taken out of the chunks.</summary>
    [JsonPropertyName("numTombstones")]
    [JsonPropertyOrder(5)]
    public ulong Tombstones { get; set; }

    [JsonExtensionData]
    [JsonPropertyOrder(6)]
    public IDictionary<string, JsonElement>? Others { get; set; }
}

/// <summary>Where a block came from, and what compaction should know of it.</summary>
public sealed record BlockCompaction
{
    public const string FromOutOfOrder = "from-out-of-order";
    public const string FromStaleSeries = "from-stale-series";
    public const string FromSelectedSeries = "from-selected-series";

    /// <summary>How often its samples were compacted; 1 for a block of the head.</summary>
    [JsonPropertyName("level")]
    [JsonPropertyOrder(0)]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int Level { get; set; }

    /// <summary>The blocks of level 1 whose samples are in it.</summary>
    [JsonPropertyName("sources")]
    [JsonPropertyOrder(1)]
    public IReadOnlyList<Ulid>? Sources { get; set; }

    /// <summary>Its successor turned out empty, so that it can go.</summary>
    [JsonPropertyName("deletable")]
    [JsonPropertyOrder(2)]
    public bool IsDeletable { get; set; }

    /// <summary>The blocks it was made from.</summary>
    [JsonPropertyName("parents")]
    [JsonPropertyOrder(3)]
    public IReadOnlyList<BlockParent>? Parents { get; set; }

    /// <summary>Compacting it has failed, and is not tried again.</summary>
    [JsonPropertyName("failed")]
    [JsonPropertyOrder(4)]
    public bool HasFailed { get; set; }

    /// <summary>Sorted.</summary>
    [JsonPropertyName("hints")]
    [JsonPropertyOrder(5)]
    public IReadOnlyList<string>? Hints { get; set; }

    [JsonExtensionData]
    [JsonPropertyOrder(6)]
    public IDictionary<string, JsonElement>? Others { get; set; }

    public bool HasHint(string hint) => Hints is not null && Hints.Contains(hint, StringComparer.Ordinal);

    public BlockCompaction WithHint(string hint) =>
        HasHint(hint) ? this : this with { Hints = [.. (Hints ?? []).Append(hint).Order(StringComparer.Ordinal)] };
}

/// <summary>A block that another was made from.</summary>
public sealed record BlockParent
{
    [JsonPropertyName("ulid")]
    [JsonPropertyOrder(0)]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public Ulid Ulid { get; set; }

    [JsonPropertyName("minTime")]
    [JsonPropertyOrder(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long MinTimeMs { get; set; }

    [JsonPropertyName("maxTime")]
    [JsonPropertyOrder(2)]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long MaxTimeMs { get; set; }
}
