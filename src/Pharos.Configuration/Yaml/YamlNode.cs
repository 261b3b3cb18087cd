namespace Pharos.Configuration.Yaml;

public enum YamlKind : byte
{
    Scalar,
    Sequence,
    Mapping,
}

/// <summary>A value of a YAML document and the place it stands at, lines and columns from 1. Immutable; aliases share their node.</summary>
public sealed class YamlNode
{
    private YamlNode(YamlKind kind, int line, int column)
    {
        (Kind, Line, Column) = (kind, line, column);
    }

    public YamlKind Kind { get; }

    public int Line { get; }

    public int Column { get; }

    /// <summary>Of a scalar: its text without quotes and escapes.</summary>
    public string Text { get; private init; } = "";

    /// <summary>Whether a scalar stands there without quotes, so that its text may mean a number, a truth value or nothing.</summary>
    public bool IsPlain { get; private init; }

    public bool IsNull => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";

    public IReadOnlyList<YamlNode> Items { get; private init; } = [];

    /// <summary>Of a mapping: keys, each once, with their values, in the order of the document.</summary>
    public IReadOnlyList<YamlEntry> Entries { get; private init; } = [];

    /// <summary>How many nodes there are here and below, each counted as often as aliases repeat it.</summary>
    public long Weight { get; private init; } = 1;

    public YamlNode? this[string key] => Entries.FirstOrDefault(entry => entry.Key.Text == key).Value;

    public static YamlNode Scalar(string text, bool isPlain, int line, int column) =>
        new(YamlKind.Scalar, line, column) { Text = text, IsPlain = isPlain };

    public static YamlNode Sequence(IReadOnlyList<YamlNode> items, int line, int column) =>
        new(YamlKind.Sequence, line, column) { Items = items, Weight = Sum(items) };

    public static YamlNode Mapping(IReadOnlyList<YamlEntry> entries, int line, int column) =>
        new(YamlKind.Mapping, line, column) { Entries = entries, Weight = Sum(entries.Select(static entry => entry.Value)) + entries.Count };

    private static long Sum(IEnumerable<YamlNode> nodes)
    {
        // Saturates far below the range of the type: aliases of aliases grow exponentially.
        var sum = 1L;
        foreach (var node in nodes)
        {
            sum = Math.Min(sum + node.Weight, int.MaxValue);
        }

        return sum;
    }
}

public readonly record struct YamlEntry(YamlNode Key, YamlNode Value);
