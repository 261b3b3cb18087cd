using Pharos.Configuration.Yaml;
using Pharos.Model;

namespace Pharos.Discovery.Targets;

/// <summary>Reads lists of target groups in YAML, as files have them. Strict.</summary>
internal static class TargetListYaml
{
    /// <inheritdoc cref="TargetListJson.Read"/>
    public static IReadOnlyList<TargetGroup> Read(string text, string source, (string Name, string Value) metaLabel)
    {
        YamlNode? root;
        try
        {
            root = YamlDocument.Parse(text);
        }
        catch (YamlException error)
        {
            throw new TargetListException($"line {error.Line}: {error.Reason}");
        }

        if (root is null or { IsNull: true })
        {
            return [];
        }

        Expect(root, YamlKind.Sequence, "a list of target groups");
        var labels = new TargetLabels();
        return [.. root.Items.Select((item, i) => Group(item, $"{source}:{i}", labels, metaLabel))];
    }

    private static TargetGroup Group(YamlNode item, string source, TargetLabels labels, (string Name, string Value) metaLabel)
    {
        Expect(item, YamlKind.Mapping, "a target group");
        foreach (var entry in item.Entries)
        {
            if (entry.Key.Text is not ("targets" or "labels"))
            {
                throw new TargetListException($"line {entry.Key.Line}: unknown field \"{entry.Key.Text}\"");
            }
        }

        Labels[] targets = [];
        if (item["targets"] is { IsNull: false } list)
        {
            Expect(list, YamlKind.Sequence, "a list of targets");
            targets = [.. list.Items.Select(target => labels.Set(TargetLabels.Address, Text(target)).ToLabels())];
        }

        if (item["labels"] is { IsNull: false } map)
        {
            Expect(map, YamlKind.Mapping, "a mapping of labels");
            foreach (var entry in map.Entries)
            {
                TargetLabelName.Check(entry.Key.Text, $"line {entry.Key.Line}");
                labels.Set(entry.Key.Text, Text(entry.Value));
            }
        }

        return new TargetGroup(source, labels.Set(metaLabel.Name, metaLabel.Value).ToLabels(), targets);
    }

    private static string Text(YamlNode node)
    {
        Expect(node, YamlKind.Scalar, "a text");
        return node.IsNull ? "" : node.Text;
    }

    private static void Expect(YamlNode node, YamlKind kind, string expected)
    {
        if (node.Kind != kind || (kind != YamlKind.Scalar && node.IsNull))
        {
            throw new TargetListException($"line {node.Line}: expected {expected}");
        }
    }
}
