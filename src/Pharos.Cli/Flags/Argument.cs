namespace Pharos.Cli.Flags;

/// <summary>A word of the command line that is no flag, known by its place, and where it is kept once that is read.</summary>
internal sealed class Argument(string name, string help)
{
    private readonly List<string> _values = [];

    public string Name { get; } = name;

    public string Help { get; } = help;

    /// <summary>Whether the command line is not complete without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether it takes all words that are left; such an argument is the last.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>The value if it is not given.</summary>
    /// <summary>Whether it is the path of a file that has to be there.</summary>
    public bool IsExistingFile { get; init; }

    public string Default { get; init; } = "";

    public IReadOnlyList<string> Values => _values;

    public string Value => _values.Count > 0 ? _values[^1] : Default;

    /// <summary>As it stands in help: <c>&lt;file&gt;</c>, in brackets if it can be left out.</summary>
    public string Usage => (IsRequired ? $"<{Name}>" : $"[<{Name}>]") + (IsRepeatable ? "..." : "");

    public void Take(string word) => _values.Add(word);
}
