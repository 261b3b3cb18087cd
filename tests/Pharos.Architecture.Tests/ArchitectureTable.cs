using Pharos.Testing;

namespace Pharos.Architecture.Tests;

/// <summary>Reads the Markdown table whose header begins with Assembly and ends with Uses: which project refers to which.</summary>
internal static class ArchitectureTable
{
    private const string Prefix = "Pharos.";

    /// <summary>The projects of each row with those it uses, by full names.</summary>
    public static Dictionary<string, string[]> Read() => Parse(File.ReadAllLines(Path.Combine(RepositoryRoot.Path, "ARCHITECTURE.md")));

    internal static Dictionary<string, string[]> Parse(IEnumerable<string> lines)
    {
        var table = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var inside = false;
        foreach (var cells in lines.Select(Cells))
        {
            if (!inside)
            {
                inside = cells is ["Assembly", .., "Uses"];
            }
            else if (cells.Length < 2)
            {
                break;
            }
            else if (cells[0].Trim('-', ':').Length > 0)
            {
                table.Add(FullName(cells[0]), [.. cells[^1].Split(',', StringSplitOptions.TrimEntries).Where(static name => name is not ("–" or "")).Select(FullName)]);
            }
        }

        return table;
    }

    private static string[] Cells(string line) => line.Trim() is ['|', .., '|'] row
        ? [.. row[1..^1].Split('|').Select(static cell => cell.Trim().Trim('`'))]
        : [];

    private static string FullName(string name)
    {
        // A cell may link to the folder: [Pharos.Model](src/Pharos.Model).
        var bare = name.StartsWith('[') ? name[1..name.IndexOf(']', StringComparison.Ordinal)] : name;
        bare = bare.Trim('`');
        return bare.StartsWith(Prefix, StringComparison.Ordinal) ? bare : Prefix + bare;
    }
}
