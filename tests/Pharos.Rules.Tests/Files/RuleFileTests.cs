using Pharos.Configuration;
using Pharos.Model;
using Pharos.PromQL.Syntax;
using Pharos.Rules.Files;
using Pharos.Testing;

namespace Pharos.Rules.Tests.Files;

public sealed class RuleFileTests
{
    [Theory]
    [InlineData("groups:\n- name: g\n  rules:\n  - record: a\n", "f.yml:4:5: groups[0].rules[0].expr: group \"g\", rule 1, \"a\": field 'expr' must be set in rule")]
    [InlineData("groups:\n- name: g\n  rules:\n  - record: a\n    expr: sum(\n", "could not parse expression: 1:5: parse error: unclosed left parenthesis")]
    [InlineData("groups:\n- name: g\n  rules:\n  - record: a\n    alert: b\n    expr: 1\n", "only one of 'record' and 'alert' must be set")]
    [InlineData("groups:\n- name: g\n  rules:\n  - expr: 1\n", "one of 'record' or 'alert' must be set")]
    [InlineData("groups:\n- name: g\n  rules:\n  - record: a\n    expr: 1\n    for: 1m\n", "invalid field 'for' in recording rule")]
    [InlineData("groups:\n- name: g\n  rules:\n  - record: a\n    expr: 1\n    annotations: {x: y}\n", "invalid field 'annotations' in recording rule")]
    [InlineData("groups:\n- name: g\n  rules:\n  - record: 'a{b=\"c\"}'\n    expr: 1\n", "braces present in the recording rule name; should it be in expr?: a{b=\"c\"}")]
    [InlineData("groups:\n- name: g\n  rules:\n  - alert: a\n    expr: 1\n    annotations: {x: '{{ .a '}\n", "annotation \"x\": template: __alert_a:1: unclosed action")]
    [InlineData("groups:\n- name: g\n  rules:\n  - alert: a\n    expr: 1\n    labels: {x: '{{ nope }}'}\n", "label \"x\": template: __alert_a:1: function \"nope\" not defined")]
    [InlineData("groups:\n- name: g\n  rules:\n  - alert: a\n    expr: 1\n    labels: {__name__: y}\n", "invalid label name: __name__")]
    [InlineData("groups:\n- name: g\n- name: g\n", "f.yml:3:3: groups[1].name: groupname: \"g\" is repeated in the same file")]
    [InlineData("groups:\n- rules: []\n", "Groupname must not be empty")]
    [InlineData("groups:\n- name: g\n  rule: []\n", "f.yml:3:")]
    public void Read_AFileThatIsNotSound_SaysWhereAndWhy(string text, string message)
    {
        var exception = Assert.Throws<ConfigurationException>(() => RuleFileLoading.Read(text, "f.yml", ParserOptions.Default, NameValidationScheme.Utf8));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TwoMistakes_NamesBoth()
    {
        const string Text = "groups:\n- name: g\n  rules:\n  - record: a\n    expr: '('\n  - alert: b\n    expr: ')'\n";
        var exception = Assert.Throws<ConfigurationException>(() => RuleFileLoading.Read(Text, "f.yml", ParserOptions.Default, NameValidationScheme.Utf8));
        Assert.Equal(2, exception.Problems.Count);
    }

    [Fact]
    public void Read_AnEmptyFile_HasNoGroups() =>
        Assert.Empty(RuleFileLoading.Read("", "f.yml", ParserOptions.Default, NameValidationScheme.Utf8).Groups);

    [Fact]
    public void Read_FilesOfPrometheus_AreJudgedAsTheirNamesSay()
    {
        var folder = Path.Combine(ConformanceFiles.Folder, "rules");
        Assert.SkipUnless(Directory.Exists(folder), $"the conformance files are not there: {folder}");
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            var name = Path.GetFileName(path);
            var scheme = name.StartsWith("legacy", StringComparison.Ordinal) ? NameValidationScheme.Legacy : NameValidationScheme.Utf8;
            var error = Record.Exception(() => RuleFileLoading.Load(path, ParserOptions.Default, scheme));
            Assert.True(error is ConfigurationException == name.Contains(".bad.", StringComparison.Ordinal), $"{name}: {error?.Message}");
        }
    }

    [Fact]
    public void Load_AFileThatIsNotThere_SaysSo() =>
        Assert.Throws<ConfigurationException>(() => RuleFileLoading.Load("/nowhere/rules.yml", ParserOptions.Default, NameValidationScheme.Utf8));
}
