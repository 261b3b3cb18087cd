using Pharos.PromQL.Tests.Scripts;
using Pharos.Testing;

namespace Pharos.PromQL.Tests.VectorFunctions;

public class VectorFunctionCasesTests
{
    [Theory]
    [InlineData("histograms")]
    [InlineData("info")]
    [InlineData("labels")]
    [InlineData("numbers")]
    [InlineData("sorting")]
    [InlineData("times")]
    public void Case_OfScript_Holds(string name)
    {
        var path = Path.Combine(RepositoryRoot.Path, "tests", "Pharos.PromQL.Tests", "VectorFunctions", "Cases", name + ".test");
        var runner = new ScriptRunner();

        var failures = runner.Run(File.ReadAllText(path));

        Assert.True(runner.Evaluated > 5);
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }
}
