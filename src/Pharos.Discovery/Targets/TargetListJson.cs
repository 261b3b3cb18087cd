using System.Text;
using System.Text.Json;
using Pharos.Model;

namespace Pharos.Discovery.Targets;

/// <summary>Reads lists of target groups in JSON: what files have, and what servers answer. Strict.</summary>
internal static class TargetListJson
{
    /// <param name="json">The text, in UTF-8.</param>
    /// <param name="source">What the sources of groups begin with; their number follows.</param>
    /// <param name="metaLabel">A label that every group gets.</param>
    /// <exception cref="TargetListException">It is no such list.</exception>
    public static IReadOnlyList<TargetGroup> Read(ReadOnlyMemory<byte> json, string source, (string Name, string Value) metaLabel)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Null ? [] : Groups(document.RootElement, source, metaLabel);
        }
        catch (JsonException error)
        {
            throw new TargetListException(error.Message);
        }
        catch (InvalidOperationException)
        {
            // Only what is read as a text can fail so: kinds of values have been looked at before.
            throw new TargetListException("a text has bytes or escapes that are no characters");
        }
    }

    private static List<TargetGroup> Groups(JsonElement list, string source, (string Name, string Value) metaLabel)
    {
        Expect(list, JsonValueKind.Array, "a list of target groups", "the answer");
        var groups = new List<TargetGroup>(list.GetArrayLength());
        var labels = new TargetLabels();
        foreach (var element in list.EnumerateArray())
        {
            var place = $"target group {groups.Count}";
            Expect(element, JsonValueKind.Object, "an object", place);
            groups.Add(Group(element, $"{source}:{groups.Count}", place, labels, metaLabel));
        }

        return groups;
    }

    private static TargetGroup Group(JsonElement element, string source, string place, TargetLabels labels, (string Name, string Value) metaLabel)
    {
        Labels[] targets = [];
        JsonElement? groupLabels = null;
        foreach (var field in element.EnumerateObject())
        {
            if (field.Name.Equals("targets", StringComparison.OrdinalIgnoreCase))
            {
                targets = Targets(field.Value, place, labels);
            }
            else if (field.Name.Equals("labels", StringComparison.OrdinalIgnoreCase))
            {
                groupLabels = field.Value;
            }
            else
            {
                throw new TargetListException($"{place}: unknown field \"{field.Name}\"");
            }
        }

        if (groupLabels is { ValueKind: not JsonValueKind.Null } given)
        {
            Expect(given, JsonValueKind.Object, "an object of labels", place);
            foreach (var label in given.EnumerateObject())
            {
                Expect(label.Value, JsonValueKind.String, "a text", $"{place}: label {label.Name}");
                TargetLabelName.Check(label.Name, place);
                labels.Set(label.Name, label.Value.GetString());
            }
        }

        return new TargetGroup(source, labels.Set(metaLabel.Name, metaLabel.Value).ToLabels(), targets);
    }

    private static Labels[] Targets(JsonElement list, string place, TargetLabels labels)
    {
        if (list.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        Expect(list, JsonValueKind.Array, "a list of targets", place);
        var targets = new Labels[list.GetArrayLength()];
        var i = 0;
        foreach (var target in list.EnumerateArray())
        {
            Expect(target, JsonValueKind.String, "a text", $"{place}: target {i}");
            targets[i++] = labels.Set(TargetLabels.Address, target.GetString()).ToLabels();
        }

        return targets;
    }

    private static void Expect(JsonElement element, JsonValueKind kind, string expected, string place)
    {
        if (element.ValueKind != kind)
        {
            throw new TargetListException($"{place}: expected {expected}, found {element.ValueKind}");
        }
    }
}

internal static class TargetLabelName
{
    public static void Check(string name, string place)
    {
        if (!NameValidation.IsLabelName(Encoding.UTF8.GetBytes(name), NameValidationScheme.Utf8))
        {
            throw new TargetListException($"{place}: \"{name}\" is not a valid label name");
        }
    }
}
