namespace Pharos.Instrumentation;

/// <summary>What may be said about any family besides its name, help and labels.</summary>
public record FamilyOptions
{
    /// <summary>How many label sets a family has at most if nothing else is said.</summary>
    public const int DefaultMaxLabelSets = 10_000;

    internal static FamilyOptions Default { get; } = new();

    /// <summary>The unit; the family's name then ends with it (a counter's with it and <c>_total</c>). Empty if there is none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>
    /// How many label sets the family has at most. Further ones share one metric that counts but is not collected; how often that
    /// happened is counted in <see cref="MetricRegistry.DroppedLabelSetsName"/>.
    /// </summary>
    public int MaxLabelSets { get; init; } = DefaultMaxLabelSets;
}
