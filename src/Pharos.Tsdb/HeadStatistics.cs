namespace Pharos.Tsdb;

/// <summary>How much there is in memory, and which labels have most of it.</summary>
public sealed record HeadStatistics
{
    public required int Series { get; init; }

    /// <summary>Different pairs of a name and a value.</summary>
    public required int LabelPairs { get; init; }

    public required long Chunks { get; init; }

    /// <summary>The largest time there is, if there are no samples.</summary>
    public required long MinTimeMs { get; init; }

    /// <summary>The smallest time there is, if there are no samples.</summary>
    public required long MaxTimeMs { get; init; }

    /// <summary>Metrics with the most series, those first. So it is with the other lists.</summary>
    public required IReadOnlyList<NamedCount> SeriesOfMetrics { get; init; }

    /// <summary>Labels with the most values.</summary>
    public required IReadOnlyList<NamedCount> ValuesOfLabels { get; init; }

    /// <summary>Labels whose names and values are longest when each series has its own copy, as the reference estimates memory.</summary>
    public required IReadOnlyList<NamedCount> BytesOfLabels { get; init; }

    /// <summary>Pairs, written <c>name=value</c>, with the most series.</summary>
    public required IReadOnlyList<NamedCount> SeriesOfPairs { get; init; }
}

public readonly record struct NamedCount(string Name, long Count);
