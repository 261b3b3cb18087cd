using Pharos.Model;

namespace Pharos.Configuration.Tests;

public sealed class RelabelOptionsTests
{
    [Fact]
    public void Compile_BadRules_AreReportedWithTheirPlaces()
    {
        var problems = new ConfigurationProblems();
        var options = OptionsReader.Read<Rules>("rules:\n- {source_labels: [a], target_label: b}\n- regex: '('\n  target_label: b\n- action: keep\n  target_label: b\n  modulus: x\n", "a.yml", problems);
        RelabelOptions.Compile(options.List, NameValidationScheme.Utf8, problems);
        var lines = Assert.Throws<ConfigurationException>(problems.ThrowIfAny).Problems;
        Assert.Contains(lines, static problem => problem is { Field: "rules[1].regex", Line: 3 });
        Assert.Contains(lines, static problem => problem is { Field: "rules[2].modulus", Line: 7 });
    }

    [Theory]
    [InlineData("{target_label: a}", "separator: ;\ntarget_label: a\nreplacement: $1\naction: replace\n")]
    [InlineData("{action: KEEP, source_labels: [a], regex: ''}", "source_labels:\n- a\nseparator: ;\nregex: \"\"\nreplacement: $1\naction: keep\n")]
    public void Print_Rule_HasWhatItNeeds(string yaml, string printed) => Assert.Equal(printed, OptionsWriter.Print(OptionsReader.Read<RelabelOptions>(yaml, "a.yml")));

    private sealed class Rules : IOptions
    {
        public IReadOnlyList<RelabelOptions> List { get; private set; } = [];

        public void Describe(Fields fields) => List = fields.Sections("rules", List);
    }
}
