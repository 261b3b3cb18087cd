using Pharos.Testing;

namespace Pharos.PromQL.Tests.Scripts;

public class ConformanceScriptTests
{
    public static TheoryData<string> Scripts()
    {
        var files = ConformanceData.Files("promqltest");
        var names = new TheoryData<string>();
        foreach (var file in files)
        {
            names.Add(Path.GetFileName(file));
        }

        if (files.Count == 0)
        {
            names.Add("");
        }

        return names;
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Script_OfPrometheus_Holds(string name)
    {
        Assert.SkipWhen(name.Length == 0, ConformanceData.Absence);
        var file = ConformanceData.Files("promqltest").Single(path => Path.GetFileName(path) == name);
        var runner = new ScriptRunner();

        var failures = runner.Run(File.ReadAllText(file));

        Assert.True(runner.Evaluated > 0, "the script evaluates nothing");
        Assert.True(failures.Count == 0, $"{failures.Count} of {runner.Evaluated} fail:\n{string.Join('\n', failures)}");
    }
}
