using Pharos.Configuration.Yaml;

namespace Pharos.Compatibility.Tests.Configuration;

/// <summary>Compares two YAML trees, key by key.</summary>
internal static class YamlDifferences
{
    /// <summary>What differs: the way to it, with <c>[]</c> for each index, and what stands there on both sides; empty for nothing.</summary>
    public static List<(string Path, string Theirs, string Ours)> Between(string theirs, string ours)
    {
        var differences = new List<(string, string, string)>();
        Compare(YamlDocument.Parse(theirs), YamlDocument.Parse(ours), "", differences);
        return differences;
    }

    private static void Compare(YamlNode? theirs, YamlNode? ours, string path, List<(string Path, string Theirs, string Ours)> differences)
    {
        if (theirs is null || ours is null || theirs.Kind != ours.Kind || theirs.Items.Count != ours.Items.Count)
        {
            differences.Add((path, Text(theirs), Text(ours)));
            return;
        }

        switch (theirs.Kind)
        {
            case YamlKind.Scalar when theirs.Text != ours.Text:
                differences.Add((path, Text(theirs), Text(ours)));
                break;
            case YamlKind.Sequence:
                for (var i = 0; i < theirs.Items.Count; i++)
                {
                    Compare(theirs.Items[i], ours.Items[i], path + "[]", differences);
                }

                break;
            case YamlKind.Mapping:
                CompareKeys(theirs, ours, path, differences);
                break;
        }
    }

    private static void CompareKeys(YamlNode theirs, YamlNode ours, string path, List<(string Path, string Theirs, string Ours)> differences)
    {
        var theirKeys = Keys(theirs);
        var ourKeys = Keys(ours);
        foreach (var key in theirKeys.Union(ourKeys))
        {
            Compare(theirs[key], ours[key], path.Length == 0 ? key : $"{path}.{key}", differences);
        }

        var (theirOrder, ourOrder) = (string.Join(' ', theirKeys.Intersect(ourKeys)), string.Join(' ', ourKeys.Intersect(theirKeys)));
        if (theirOrder != ourOrder)
        {
            differences.Add((path + " (order)", theirOrder, ourOrder));
        }
    }

    private static List<string> Keys(YamlNode node) => [.. node.Entries.Select(static entry => entry.Key.Text)];

    private static string Text(YamlNode? node) => node switch
    {
        null => "",
        { Kind: YamlKind.Scalar } => node.IsPlain || node.Text.Length > 0 ? node.Text : "\"\"",
        { Kind: YamlKind.Sequence } => $"[{string.Join(", ", node.Items.Select(Text))}]",
        _ => $"{{{string.Join(", ", node.Entries.Select(static entry => $"{entry.Key.Text}: {Text(entry.Value)}"))}}}",
    };
}
