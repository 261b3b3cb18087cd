using Pharos.Configuration.Yaml;

namespace Pharos.Configuration;

/// <summary>Fills sections from a file. Strict: fields that no section has are mistakes.</summary>
public sealed class OptionsReader : Fields
{
    private readonly SectionPlace _place;
    private readonly ConfigurationProblems _problems;
    private readonly string _directory;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly int _problemsBefore;

    private OptionsReader(SectionPlace place, string directory, ConfigurationProblems problems)
    {
        _place = place;
        _directory = directory;
        _problems = problems;
        _problemsBefore = problems.Count;
    }

    /// <summary>Reads a whole file's text. What is wrong is collected, except for text that is no YAML, which throws.</summary>
    /// <exception cref="ConfigurationException">The text is no YAML.</exception>
    /// <param name="file">The file's path; relative paths in it are taken against its directory.</param>
    public static T Read<T>(string text, string file, ConfigurationProblems problems)
        where T : class, IOptions, new()
    {
        YamlNode? root;
        try
        {
            root = YamlDocument.Parse(text);
        }
        catch (YamlException error)
        {
            throw new ConfigurationException([new ConfigurationProblem(file, error.Line, error.Column, "", error.Reason)]);
        }

        var directory = Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/";
        var nothing = YamlNode.Mapping([], 0, 0);
        return Read<T>(new SectionPlace(file, root is null or { IsNull: true } ? nothing : root, ""), directory, problems);
    }

    /// <summary>Reads a section of which nothing else depends. Throws <see cref="ConfigurationException"/>.</summary>
    public static T Read<T>(string text, string file)
        where T : class, IOptions, new()
    {
        var problems = new ConfigurationProblems();
        var options = Read<T>(text, file, problems);
        problems.ThrowIfAny();
        return options;
    }

    public override T Value<T>(string name, ScalarKind<T> kind, T value, bool always = false) =>
        Find(name) is { IsNull: false } node && TryRead(node, name, kind, out var read) ? read : value;

    public override IReadOnlyList<T> Values<T>(string name, ScalarKind<T> kind, IReadOnlyList<T> value) =>
        Find(name) is { } node ? ReadList(node, name, kind) : value;

    public override SortedDictionary<string, T> Map<T>(string name, ScalarKind<T> kind, SortedDictionary<string, T> value)
    {
        if (Find(name) is not { IsNull: false } node || !IsOf(node, YamlKind.Mapping, name, "a mapping"))
        {
            return value;
        }

        var map = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var entry in node.Entries)
        {
            if (TryRead(entry.Value, $"{name}.{entry.Key.Text}", kind, out var read))
            {
                map[entry.Key.Text] = read;
            }
        }

        return map;
    }

    public override SortedDictionary<string, IReadOnlyList<T>> Lists<T>(
        string name, ScalarKind<T> kind, SortedDictionary<string, IReadOnlyList<T>> value)
    {
        if (Find(name) is not { IsNull: false } node || !IsOf(node, YamlKind.Mapping, name, "a mapping"))
        {
            return value;
        }

        var map = new SortedDictionary<string, IReadOnlyList<T>>(StringComparer.Ordinal);
        foreach (var entry in node.Entries)
        {
            map[entry.Key.Text] = ReadList(entry.Value, $"{name}.{entry.Key.Text}", kind);
        }

        return map;
    }

    public override T? Section<T>(string name, T? value)
        where T : class
    {
        return Find(name) is { IsNull: false } node ? ReadSection<T>(node, name) ?? value : value;
    }

    public override IReadOnlyList<T> Sections<T>(string name, IReadOnlyList<T> value)
    {
        if (Find(name) is not { IsNull: false } node || !IsOf(node, YamlKind.Sequence, name, "a list"))
        {
            return value;
        }

        var list = new List<T>();
        for (var i = 0; i < node.Items.Count; i++)
        {
            var item = node.Items[i];
            if (item.IsNull)
            {
                Complain(item, $"{name}[{i}]", "empty or null section");
            }
            else if (ReadSection<T>(item, $"{name}[{i}]") is { } section)
            {
                list.Add(section);
            }
        }

        return list;
    }

    public override SortedDictionary<string, T> SectionMap<T>(string name, SortedDictionary<string, T> value)
    {
        if (Find(name) is not { IsNull: false } node || !IsOf(node, YamlKind.Mapping, name, "a mapping"))
        {
            return value;
        }

        var map = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var entry in node.Entries)
        {
            if (entry.Value.IsNull)
            {
                map[entry.Key.Text] = new T();
            }
            else if (ReadSection<T>(entry.Value, $"{name}.{entry.Key.Text}") is { } section)
            {
                map[entry.Key.Text] = section;
            }
        }

        return map;
    }

    public override YamlNode? Any(string name, YamlNode? value) => Find(name) ?? value;

    public override string File(string name, string value = "") => Absolute(Text(name, value));

    public override IReadOnlyList<string> Files(string name, IReadOnlyList<string> value) => [.. Texts(name, value).Select(Absolute)];

    public override bool Has(string name) => _place.Node[name] is not null;

    public override void Check(bool holds, string field, string complaint)
    {
        if (!holds && _problems.Count == _problemsBefore)
        {
            _problems.Add(_place.Problem(field, complaint));
        }
    }

    private static T Read<T>(SectionPlace place, string directory, ConfigurationProblems problems)
        where T : class, IOptions, new()
    {
        var options = new T();
        problems.Remember(options, place);
        var reader = new OptionsReader(place, directory, problems);
        if (reader.IsOf(place.Node, YamlKind.Mapping, "", "a mapping of fields"))
        {
            options.Describe(reader);
            reader.ComplainOfUnknown();
        }

        return options;
    }

    private void ComplainOfUnknown()
    {
        foreach (var entry in _place.Node.Entries)
        {
            if (!_problems.IgnoresUnknownFields && !_problems.IsFull && !_known.Contains(entry.Key.Text))
            {
                Complain(entry.Key, entry.Key.Text, "unknown field" + Suggestion(entry.Key.Text));
            }
        }
    }

    private string Suggestion(string name)
    {
        var nearest = _known.Select(known => (Known: known, Distance: EditDistance.Between(known, name))).MinBy(static pair => pair.Distance);
        return nearest.Known is not null && nearest.Distance <= 2 && nearest.Distance * 2 < name.Length ? $"; did you mean {nearest.Known}?" : "";
    }

    private YamlNode? Find(string name)
    {
        _known.Add(name);
        return _place.Node[name];
    }

    private T? ReadSection<T>(YamlNode node, string name)
        where T : class, IOptions, new()
    {
        return IsOf(node, YamlKind.Mapping, name, "a mapping of fields")
            ? Read<T>(_place with { Node = node, Path = _place.Below(name) }, _directory, _problems)
            : null;
    }

    private List<T> ReadList<T>(YamlNode node, string name, ScalarKind<T> kind)
    {
        var list = new List<T>();
        if (node.IsNull || !IsOf(node, YamlKind.Sequence, name, "a list"))
        {
            return list;
        }

        for (var i = 0; i < node.Items.Count; i++)
        {
            if (TryRead(node.Items[i], $"{name}[{i}]", kind, out var value))
            {
                list.Add(value);
            }
        }

        return list;
    }

    private bool TryRead<T>(YamlNode node, string name, ScalarKind<T> kind, out T value)
    {
        value = default!;
        if (!IsOf(node, YamlKind.Scalar, name, kind.Expected))
        {
            return false;
        }

        if (kind.TryRead(node.IsNull ? "" : node.Text, node.IsPlain, out value, out var complaint))
        {
            return true;
        }

        // What stands in the place of a secret is not repeated: it may be one.
        Complain(node, name, complaint.Length > 0 ? complaint : $"expected {kind.Expected}, found \"{node.Text}\"");
        return false;
    }

    private bool IsOf(YamlNode node, YamlKind kind, string name, string expected)
    {
        if (node.Kind == kind)
        {
            return true;
        }

        var found = node.Kind switch
        {
            YamlKind.Scalar => "a text",
            YamlKind.Sequence => "a list",
            _ => "a mapping",
        };
        Complain(node, name, $"expected {expected}, found {found}");
        return false;
    }

    private void Complain(YamlNode node, string name, string complaint) =>
        _problems.Add(new ConfigurationProblem(_place.File, node.Line, node.Column, _place.Below(name), complaint));

    private string Absolute(string path) => path.Length == 0 || Path.IsPathRooted(path) ? path : Path.Combine(_directory, path);
}
