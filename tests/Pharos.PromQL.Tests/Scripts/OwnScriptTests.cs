using Pharos.Testing;

namespace Pharos.PromQL.Tests.Scripts;

/// <summary>Scripts for what the language's own scripts say little about.</summary>
public class OwnScriptTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "tests", "Pharos.PromQL.Tests", "Scripts", "own");

    public static TheoryData<string> Scripts() => [.. Directory.EnumerateFiles(Folder, "*.test").Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Script_OfOurs_Holds(string name)
    {
        var runner = new ScriptRunner();

        var failures = runner.Run(File.ReadAllText(Path.Combine(Folder, name)));

        Assert.True(runner.Evaluated > 0, "the script evaluates nothing");
        Assert.True(failures.Count == 0, $"{failures.Count} of {runner.Evaluated} fail:\n{string.Join('\n', failures)}");
    }
}
