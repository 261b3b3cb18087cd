namespace Pharos.Compatibility.Tests.Queries.Generation;

/// <summary>An instant vector that was generated: its text, and what is known about its elements, so that what is put around it fits.</summary>
/// <param name="Labels">Names of labels that elements may have, as written, without the metric's name.</param>
internal readonly record struct QueryPiece(string Text, ValueKind Kind, IReadOnlyList<string> Labels)
{
    public bool HasHistograms => Kind is ValueKind.Histogram or ValueKind.Mixed;

    public QueryPiece As(string text) => this with { Text = text };

    /// <summary>With numbers that may be anything.</summary>
    public QueryPiece AsNumbers(string text) => this with { Text = text, Kind = ValueKind.Gauge };
}
