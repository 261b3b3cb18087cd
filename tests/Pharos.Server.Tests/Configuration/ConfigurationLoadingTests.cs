using Pharos.Configuration;
using Pharos.Server.Configuration;
using Pharos.Testing;

namespace Pharos.Server.Tests.Configuration;

public sealed class ConfigurationLoadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_FilesWithMoreJobs_AreTakenAfterThoseOfTheFile()
    {
        var main = Write("main.yml", "global: {scrape_interval: 7s}\nscrape_config_files: [more/*.yml]\nscrape_configs: [job_name: z]\n");
        Write("more/2.yml", "scrape_configs: [{job_name: b, authorization: {credentials_file: token}}]");
        Write("more/1.yml", "scrape_configs: [job_name: a]");
        var configuration = ConfigurationLoading.Load(main);
        Assert.Equal(["z", "a", "b"], configuration.Jobs.Select(static job => job.JobName));
        Assert.All(configuration.Jobs, static job => Assert.Equal(TimeSpan.FromSeconds(7), job.Interval));
        Assert.Equal(_folder.File("more/token"), configuration.Jobs[2].Http.Authorization!.CredentialsFile);
        Assert.Single(configuration.ScrapeConfigs);
        Assert.Empty(configuration.Remarks);
    }

    [Fact]
    public void Load_WithoutFollowing_TakesTheJobsOfTheFileAlone()
    {
        var main = Write("main.yml", "scrape_config_files: [more.yml]\nscrape_configs: [job_name: z]\n");
        Write("more.yml", "nonsense");
        Assert.Equal("z", Assert.Single(ConfigurationLoading.Load(main, new LoadingRules { FollowsFiles = false }).Jobs).JobName);
    }

    [Theory]
    [InlineData("scrape_configs: [job_name: z]", "1:18: scrape_configs[0].job_name: found multiple scrape configs with job name \"z\"")]
    [InlineData("scrape_configs: [{job_name: y, scrape_timeout: 2m}]", "1:32: scrape_configs[0].scrape_timeout: scrape timeout greater than scrape interval for scrape config with job name \"y\"")]
    [InlineData("global: {}", "1:1: global: unknown field")]
    [InlineData("scrape_configs: [job_name: {}]", "1:28: scrape_configs[0].job_name: expected a text, found a mapping")]
    public void Load_MistakeInANamedFile_IsPlacedThere(string text, string expected)
    {
        var main = Write("main.yml", "scrape_config_files: [more.yml]\nscrape_configs: [job_name: z]\n");
        var more = Write("more.yml", text);
        var error = Assert.Throws<ConfigurationException>(() => ConfigurationLoading.Load(main));
        Assert.Equal($"{more}:{expected}", error.Message);
    }

    [Fact]
    public void Load_NamedFileThatIsNotThere_IsRemarked()
    {
        var configuration = ConfigurationLoading.Load(Write("main.yml", "scrape_config_files: [nothere.yml]\n"));
        Assert.Equal($"scrape_config_files name {_folder.File("nothere.yml")}, and there is no such file", Assert.Single(configuration.Remarks));
    }

    [Fact]
    public void Load_NoFile_SaysSo()
    {
        var error = Assert.Throws<ConfigurationException>(() => ConfigurationLoading.Load(_folder.File("nothere.yml")));
        Assert.Equal($"{_folder.File("nothere.yml")}: no such file or directory", error.Message);
        Assert.Throws<ConfigurationException>(() => ConfigurationLoading.Load(_folder.Path));
    }

    [Fact]
    public void Load_BytesThatAreNoText_AreRejected()
    {
        File.WriteAllBytes(_folder.File("x.yml"), [(byte)'a', (byte)':', 0xFF]);
        Assert.Throws<ConfigurationException>(() => ConfigurationLoading.Load(_folder.File("x.yml")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("global:\nruntime:\nalerting:\nstorage:\notlp:\ntracing:\nremote_write:\nremote_read:\nrule_files:\nscrape_configs:\nscrape_config_files:\n")]
    [InlineData("global: {}\nruntime: {}\nalerting: {}\nstorage: {}\notlp: {}\nremote_write: []\n")]
    public void Parse_NothingSaid_HasDefaults(string text)
    {
        var configuration = ConfigurationLoading.Parse(text, "/x.yml");
        Assert.Equal(OptionsWriter.Identity(new ServerConfiguration()), OptionsWriter.Identity(configuration));
        Assert.Empty(UnbuiltSections.In(configuration));
    }

    [Fact]
    public void Parse_ExternalLabels_AreFilledFromTheEnvironment()
    {
        var rules = new LoadingRules { Variable = static name => name == "ZONE" ? "north" : null };
        var configuration = ConfigurationLoading.Parse("global: {external_labels: {zone: $ZONE-1, gone: '${GONE}', price: '5$$', plain: x}}", "/x.yml", rules);
        Assert.Equal("{gone=\"\", plain=\"x\", price=\"5$\", zone=\"north-1\"}", configuration.Global.ExternalLabels().ToString());
        Assert.Equal("external_labels name the environment variable GONE, which is empty", Assert.Single(configuration.Remarks));
        Assert.Contains("zone: north-1\n", OptionsWriter.Print(configuration), StringComparison.Ordinal);
    }

    [Fact]
    public void UnbuiltSections_SectionsWithContent_AreNamed()
    {
        const string Text =
            """
            rule_files: [a.yml]
            alerting: {alertmanagers: [{static_configs: [targets: [am:9093]]}]}
            remote_write: [url: http://x]
            remote_read: [url: http://x]
            otlp: {promote_scope_metadata: true}
            tracing: {endpoint: x:4317}
            """;
        Assert.Equal(["remote_read", "otlp", "tracing"], UnbuiltSections.In(ConfigurationLoading.Parse(Text, "/x.yml")));
    }

    private string Write(string name, string text)
    {
        var path = _folder.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
