namespace Pharos.Configuration;

/// <summary>
/// What <see cref="IOptions.Describe"/> passes its fields through. Every method returns what the field is to be: a reader returns what the
/// file says, or the given value if the file does not name the field; a writer prints the given value and returns it.
/// </summary>
/// <remarks>Writers leave out fields that have the empty value of their kind, unless it is to be shown <c>always</c>.</remarks>
public abstract class Fields
{
    public abstract T Value<T>(string name, ScalarKind<T> kind, T value, bool always = false);

    /// <summary>A list of scalars. One that stands in the file without items is empty.</summary>
    public abstract IReadOnlyList<T> Values<T>(string name, ScalarKind<T> kind, IReadOnlyList<T> value);

    public abstract SortedDictionary<string, T> Map<T>(string name, ScalarKind<T> kind, SortedDictionary<string, T> value);

    /// <summary>A mapping to lists of scalars.</summary>
    public abstract SortedDictionary<string, IReadOnlyList<T>> Lists<T>(
        string name, ScalarKind<T> kind, SortedDictionary<string, IReadOnlyList<T>> value);

    /// <summary>A section, null if there is none in the file.</summary>
    public abstract T? Section<T>(string name, T? value)
        where T : class, IOptions, new();

    /// <summary>A list of sections, none of which may be null.</summary>
    public abstract IReadOnlyList<T> Sections<T>(string name, IReadOnlyList<T> value)
        where T : class, IOptions, new();

    public abstract SortedDictionary<string, T> SectionMap<T>(string name, SortedDictionary<string, T> value)
        where T : class, IOptions, new();

    /// <summary>A value of any shape, for those who pass it on.</summary>
    public abstract Yaml.YamlNode? Any(string name, Yaml.YamlNode? value);

    /// <summary>A path, made absolute against the directory of the file that it stands in.</summary>
    public abstract string File(string name, string value = "");

    /// <inheritdoc cref="File"/>
    public abstract IReadOnlyList<string> Files(string name, IReadOnlyList<string> value);

    /// <summary>Whether the file names the field. A writer says no.</summary>
    public abstract bool Has(string name);

    /// <summary>
    /// A rule that concerns more than the form of a field. A reader that finds it broken reports the complaint for the field, or for the whole
    /// section if that is empty or not in the file; but not in sections that have other mistakes, which may be the cause. To a writer all is well.
    /// </summary>
    public abstract void Check(bool holds, string field, string complaint);

    /// <summary>A section that there always is, with defaults where the file has none. Writers leave it out if there is nothing in it to show.</summary>
    public T Part<T>(string name, T value)
        where T : class, IOptions, new() => Section(name, OptionsWriter.Identity(value).Length == 0 ? null : value) ?? value;

    public string Text(string name, string value, bool always = false) => Value(name, Kinds.Text, value, always);

    public Secret Secret(string name, Secret value) => Value(name, Kinds.Secret, value);

    public bool Bool(string name, bool value, bool always = false) => Value(name, Kinds.Bool, value, always);

    public long Integer(string name, long value, bool always = false) => Value(name, Kinds.Integer, value, always);

    /// <summary>A whole number that is not negative.</summary>
    public long Count(string name, long value, bool always = false) => Value(name, Kinds.Count, value, always);

    public double Number(string name, double value, bool always = false) => Value(name, Kinds.Number, value, always);

    /// <summary>A duration as Prometheus writes it, such as 1m30s.</summary>
    public TimeSpan Duration(string name, TimeSpan value, bool always = false) => Value(name, Kinds.Duration, value, always);

    /// <summary>A number of bytes with its unit, such as 10MB.</summary>
    public long Size(string name, long value, bool always = false) => Value(name, Kinds.Size, value, always);

    public IReadOnlyList<string> Texts(string name, IReadOnlyList<string> value) => Values(name, Kinds.Text, value);
}
