using Pharos.Model;

namespace Pharos.Storage;

/// <summary>
/// What the reader knows beyond the matchers. A store may use it to do less and may ignore it: the answer has at least what was
/// asked for.
/// </summary>
public sealed record SelectHints
{
    /// <summary>The first and the last millisecond whose samples are looked at, both inclusive.</summary>
    public long StartMs { get; init; }

    /// <inheritdoc cref="StartMs"/>
    public long EndMs { get; init; }

    public long StepMs { get; init; }

    /// <summary>The range of the selector, 0 for an instant one.</summary>
    public long RangeMs { get; init; }

    /// <summary>The function or aggregation around the selector, empty if there is none.</summary>
    public string Function { get; init; } = "";

    public IReadOnlyList<string> Grouping { get; init; } = [];

    /// <summary>Whether <see cref="Grouping"/> names labels to keep; otherwise labels to drop.</summary>
    public bool By { get; init; }

    /// <summary>The most series that are of use; 0 for no limit.</summary>
    public int Limit { get; init; }

    /// <summary>Whether chunks that reach beyond the range may come as they are, which spares cutting them.</summary>
    public bool DisableTrimming { get; init; }

    /// <summary>With <see cref="ShardCount"/> above 0, only series whose stable hash modulo that number is the index.</summary>
    public ulong ShardIndex { get; init; }

    /// <inheritdoc cref="ShardIndex"/>
    public ulong ShardCount { get; init; }

    /// <summary>Whether a series is of the shard that is asked for, which without one every series is.</summary>
    public bool IsOfShard(LabelsView labels) => ShardCount == 0 || labels.StableHash() % ShardCount == ShardIndex;
}
