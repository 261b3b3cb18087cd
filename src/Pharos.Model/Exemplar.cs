namespace Pharos.Model;

/// <summary>One observation kept as an example, usually with a trace's id in its labels.</summary>
public sealed record Exemplar(Labels Labels, double Value, long? TimestampMs)
{
    /// <summary>OpenMetrics allows no more characters than this in the labels' names and values together.</summary>
    public const int MaxLabelCharacters = 128;
}
