using System.Globalization;
using System.Text;
using System.Text.Json;
using Pharos.Model;

namespace Pharos.Cli.Programs.Promtool;

/// <summary>Writes JSON with the escapes that the reference writes, so that outputs can be compared.</summary>
internal static class GoJson
{
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' or '\\' => quoted.Append('\\').Append(letter),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                '\b' => quoted.Append("\\b"),
                '\f' => quoted.Append("\\f"),
                < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => quoted.Append(letter),
            };
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Labels as an object, on one line.</summary>
    public static string Object(JsonElement labels) =>
        "{" + string.Join(',', Sorted(labels).Select(static label => $"{Quote(label.Name)}:{Quote(label.Value)}")) + "}";

    /// <summary>Labels as an object over several lines.</summary>
    /// <param name="indent">What stands before the closing brace.</param>
    public static string Indented(Labels labels, string indent)
    {
        if (labels.IsEmpty)
        {
            return "{}";
        }

        var lines = new List<string>();
        foreach (var label in labels.View)
        {
            lines.Add($"{indent}  {Quote(Encoding.UTF8.GetString(label.Name))}: {Quote(Encoding.UTF8.GetString(label.Value))}");
        }

        return "{\n" + string.Join(",\n", lines) + $"\n{indent}}}";
    }

    public static IReadOnlyList<(string Name, string Value)> Sorted(JsonElement labels) =>
        [.. labels.EnumerateObject().Select(static label => (label.Name, Value: label.Value.GetString() ?? "")).OrderBy(static label => label.Name, StringComparer.Ordinal)];
}
