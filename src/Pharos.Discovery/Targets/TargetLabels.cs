using System.Text;
using Pharos.Model;

namespace Pharos.Discovery.Targets;

/// <summary>Collects the labels of a target or a group. Not safe for concurrent use; can be used again after <see cref="ToLabels"/>.</summary>
public sealed class TargetLabels
{
    public const string Address = "__address__";

    private readonly LabelsBuilder _builder = new();

    /// <summary>Sets a label. An empty value is the same as none.</summary>
    public TargetLabels Set(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _builder.Set(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(value));
        }

        return this;
    }

    public TargetLabels Set(string name, bool value) => Set(name, value ? "true" : "false");

    public TargetLabels Set(string name, long value) => Set(name, value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Sets a label whose name has a part from outside, such as a tag: what label names may not have becomes an underscore.</summary>
    public TargetLabels SetNamed(string prefix, string part, string? value) => Set(prefix + Sanitize(part), value);

    public TargetLabels SetAll(IEnumerable<KeyValuePair<string, string>> labels)
    {
        foreach (var (name, value) in labels)
        {
            Set(name, value);
        }

        return this;
    }

    /// <summary>Sets a label to texts as <see cref="Surrounded"/> writes them, if there are any.</summary>
    public TargetLabels SetList(string name, string separator, IEnumerable<string> texts)
    {
        var list = texts.ToList();
        return list.Count > 0 ? Set(name, Surrounded(separator, list)) : this;
    }

    /// <summary>Texts with the separator between them and at both ends: rules need not know where in the list something stands.</summary>
    public static string Surrounded(string separator, IEnumerable<string> texts) => separator + string.Join(separator, texts) + separator;

    /// <summary>The labels so far; the builder is empty afterwards.</summary>
    public Labels ToLabels()
    {
        var labels = _builder.ToLabels();
        _builder.Reset();
        return labels;
    }

    /// <summary>The text with an underscore for each character that the classic label names do not have.</summary>
    public static string Sanitize(string text) => string.Concat(text.EnumerateRunes().Select(static rune =>
        rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value == '_') ? (char)rune.Value : '_'));
}
