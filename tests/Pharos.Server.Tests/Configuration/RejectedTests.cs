using Pharos.Configuration;
using Pharos.Server.Configuration;

namespace Pharos.Server.Tests.Configuration;

/// <summary>Every rule of the configuration file, with the place and the words of the complaint.</summary>
public sealed class RejectedTests
{
    [Theory]
    [InlineData("global")]
    [InlineData("storage")]
    [InlineData("scrape")]
    [InlineData("alerting")]
    [InlineData("remote")]
    [InlineData("otlp-tracing")]
    public void Parse_BrokenRule_SaysWhereAndWhat(string section)
    {
        var complaints = new List<string>();
        foreach (var (expected, input) in CaseFile.Read($"Rejected/{section}.txt"))
        {
            var found = Assert.Throws<ConfigurationException>(() => ConfigurationLoading.Parse(input, "/etc/pharos.yml")).Problems;
            var said = string.Join(" | ", found.Select(static problem => $"{problem.Line}:{problem.Column}: {problem.Field}: {problem.Complaint}"));
            if (said != expected)
            {
                complaints.Add($"expected {expected}\n   found {said}\n{input}");
            }
        }

        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    [Fact]
    public void Parse_StartTimesInChunksWithoutRoom_IsRejected()
    {
        const string Text = "storage:\n  tsdb:\n    chunk_encoding:\n      floats: xor\n";
        Assert.Equal("xor", ConfigurationLoading.Parse(Text, "/x.yml").Storage.Tsdb!.ChunkEncoding!.Floats);
        var error = Assert.Throws<ConfigurationException>(() => ConfigurationLoading.Parse(Text, "/x.yml", new LoadingRules { StoresStartTimes = true }));
        Assert.Equal((4, 7, "storage.tsdb.chunk_encoding.floats"), (error.Problems[0].Line, error.Problems[0].Column, error.Problems[0].Field));
    }

    [Theory]
    [InlineData("alerting: {alertmanagers: [{}]}", "alerting")]
    [InlineData("alerting: {alert_relabel_configs: [{target_label: x}]}", "alerting")]
    [InlineData("rule_files: [a]", "rule_files")]
    [InlineData("remote_read: [url: http://x]", "remote_read")]
    public void Parse_SectionThatAnAgentMustNotHave_IsRejectedForAgentsAlone(string text, string section)
    {
        ConfigurationLoading.Parse("# \n" + text, "/x.yml");
        var error = Assert.Throws<ConfigurationException>(() => ConfigurationLoading.Parse("# \n" + text, "/x.yml", new LoadingRules { IsAgent = true }));
        Assert.Equal(new ConfigurationProblem("/x.yml", 2, 1, section, $"field {section} is not allowed in agent mode"), Assert.Single(error.Problems));
    }

    [Theory]
    [InlineData("alerting: {}\nrule_files: []\nremote_read: []\n")]
    [InlineData("alerting:\nrule_files:\nremote_read:\n")]
    [InlineData("remote_write: [url: http://x]")]
    public void Parse_AgentWithoutContentInThem_IsAccepted(string text) =>
        Assert.NotNull(ConfigurationLoading.Parse(text, "/x.yml", new LoadingRules { IsAgent = true }));

    [Fact]
    public void Parse_SecondProblemInAnotherSection_IsSaidToo()
    {
        var error = Assert.Throws<ConfigurationException>(() => ConfigurationLoading.Parse("global: {a: 1}\notlp: {b: 1}\ntracing: {}\n", "/x.yml"));
        Assert.Equal(["global.a", "tracing.endpoint", "otlp.b"], error.Problems.Select(static problem => problem.Field));
    }
}
