using Pharos.Testing;

namespace Pharos.Server.Tests.Configuration;

/// <summary>A file of cases: a line that begins with <c>##</c> says what is expected, the lines behind it are the input.</summary>
internal static class CaseFile
{
    private const string Mark = "## ";

    public static IEnumerable<(string Expected, string Input)> Read(string name)
    {
        var expected = "";
        var input = new List<string>();
        foreach (var line in File.ReadLines(Path.Combine(RepositoryRoot.Path, "tests", "Pharos.Server.Tests", "Configuration", name)).Append(Mark))
        {
            if (!line.StartsWith(Mark, StringComparison.Ordinal))
            {
                input.Add(line);
                continue;
            }

            if (input.Count > 0)
            {
                yield return (expected, string.Join('\n', input) + "\n");
            }

            expected = line[Mark.Length..];
            input.Clear();
        }
    }
}
