using Pharos.Configuration.Yaml;

namespace Pharos.Configuration;

/// <summary>Prints sections as YAML, with defaults filled in.</summary>
public sealed class OptionsWriter : Fields
{
    private readonly YamlWriter _yaml = new();
    private readonly bool _reveals;

    private OptionsWriter(bool reveals)
    {
        _reveals = reveals;
    }

    /// <summary>For people: secrets are hidden.</summary>
    public static string Print(IOptions options) => Write(options, reveals: false);

    /// <summary>For comparing: two sections are equal exactly if this is. Has secrets in clear text, so it is never shown.</summary>
    public static string Identity(IOptions options) => Write(options, reveals: true);

    public override T Value<T>(string name, ScalarKind<T> kind, T value, bool always = false)
    {
        if (always || !kind.IsEmpty(value))
        {
            if (kind.IsPlain)
            {
                _yaml.Plain(name, kind.Write(value));
            }
            else
            {
                _yaml.Scalar(name, Text(kind, value));
            }
        }

        return value;
    }

    public override IReadOnlyList<T> Values<T>(string name, ScalarKind<T> kind, IReadOnlyList<T> value)
    {
        if (value.Count > 0)
        {
            _yaml.BeginList(name);
            Items(kind, value);
        }

        return value;
    }

    public override SortedDictionary<string, T> Map<T>(string name, ScalarKind<T> kind, SortedDictionary<string, T> value)
    {
        if (value.Count > 0)
        {
            _yaml.Begin(name);
            foreach (var (key, item) in value)
            {
                Value(key, kind, item, always: true);
            }

            _yaml.End();
        }

        return value;
    }

    public override SortedDictionary<string, IReadOnlyList<T>> Lists<T>(
        string name, ScalarKind<T> kind, SortedDictionary<string, IReadOnlyList<T>> value)
    {
        if (value.Count > 0)
        {
            _yaml.Begin(name);
            foreach (var (key, items) in value)
            {
                if (items.Count == 0)
                {
                    _yaml.Plain(key, "[]");
                }
                else
                {
                    _yaml.BeginList(key);
                    Items(kind, items);
                }
            }

            _yaml.End();
        }

        return value;
    }

    public override T? Section<T>(string name, T? value)
        where T : class
    {
        if (value is not null)
        {
            var before = _yaml.Length;
            _yaml.Begin(name);
            var begun = _yaml.Length;
            value.Describe(this);
            _yaml.End();
            if (_yaml.Length == begun)
            {
                _yaml.Truncate(before);
                _yaml.Plain(name, "{}");
            }
        }

        return value;
    }

    public override IReadOnlyList<T> Sections<T>(string name, IReadOnlyList<T> value)
    {
        if (value.Count > 0)
        {
            _yaml.BeginList(name);
            foreach (var item in value)
            {
                _yaml.BeginItem();
                item.Describe(this);
                _yaml.EndItem();
            }
        }

        return value;
    }

    public override SortedDictionary<string, T> SectionMap<T>(string name, SortedDictionary<string, T> value)
    {
        if (value.Count > 0)
        {
            _yaml.Begin(name);
            foreach (var (key, section) in value)
            {
                Section(key, section);
            }

            _yaml.End();
        }

        return value;
    }

    public override YamlNode? Any(string name, YamlNode? value)
    {
        if (value is not null)
        {
            Node(name, value);
        }

        return value;
    }

    public override string File(string name, string value = "") => Text(name, value);

    public override IReadOnlyList<string> Files(string name, IReadOnlyList<string> value) => Texts(name, value);

    public override bool Has(string name) => false;

    public override void Check(bool holds, string field, string complaint)
    {
        // What is printed has been checked when it was read.
    }

    private static string Write(IOptions options, bool reveals)
    {
        var writer = new OptionsWriter(reveals);
        options.Describe(writer);
        return writer._yaml.ToString();
    }

    private string Text<T>(ScalarKind<T> kind, T value) => _reveals ? kind.Write(value) : kind.Show(value);

    private void Items<T>(ScalarKind<T> kind, IReadOnlyList<T> items)
    {
        foreach (var item in items)
        {
            if (kind.IsPlain)
            {
                _yaml.PlainItem(kind.Write(item));
            }
            else
            {
                _yaml.Item(Text(kind, item));
            }
        }
    }

    private void Node(string name, YamlNode node)
    {
        switch (node.Kind)
        {
            case YamlKind.Scalar:
            case YamlKind.Sequence when node.Items.Count == 0:
            case YamlKind.Mapping when node.Entries.Count == 0:
                _yaml.Plain(name, Flow(node, isInside: false));
                break;
            case YamlKind.Sequence:
                _yaml.BeginList(name);
                foreach (var item in node.Items)
                {
                    NodeItem(item);
                }

                break;
            case YamlKind.Mapping:
                _yaml.Begin(name);
                foreach (var entry in node.Entries)
                {
                    Node(entry.Key.Text, entry.Value);
                }

                _yaml.End();
                break;
        }
    }

    private void NodeItem(YamlNode item)
    {
        switch (item.Kind)
        {
            case YamlKind.Mapping when item.Entries.Count > 0:
                _yaml.BeginItem();
                foreach (var entry in item.Entries)
                {
                    Node(entry.Key.Text, entry.Value);
                }

                _yaml.EndItem();
                break;
            default:
                _yaml.PlainItem(Flow(item, isInside: item.Kind != YamlKind.Scalar));
                break;
        }
    }

    /// <summary>A scalar, or something with parts in one line.</summary>
    private static string Flow(YamlNode node, bool isInside = true) => node.Kind switch
    {
        YamlKind.Scalar => Scalar(node, isInside),
        YamlKind.Sequence => $"[{string.Join(", ", node.Items.Select(static item => Flow(item)))}]",
        _ => $"{{{string.Join(", ", node.Entries.Select(static entry => $"{YamlWriter.QuotedInFlow(entry.Key.Text)}: {Flow(entry.Value)}"))}}}",
    };

    /// <summary>What stood without quotes may be a number: it gets none, unless it is a text of several words or lines.</summary>
    private static string Scalar(YamlNode node, bool isInside) =>
        node.IsNull ? "null"
        : node.IsPlain && (YamlWriter.IsWord(node.Text) || (!isInside && !node.Text.Contains('\n', StringComparison.Ordinal))) ? node.Text
        : isInside ? YamlWriter.QuotedInFlow(node.Text)
        : YamlWriter.Quoted(node.Text);
}
