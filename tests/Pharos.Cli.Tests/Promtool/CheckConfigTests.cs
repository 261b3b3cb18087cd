using Pharos.Testing;

namespace Pharos.Cli.Tests.Promtool;

public sealed class CheckConfigTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Config_SoundFiles_AreSaidToBeOneByOne()
    {
        var (first, second) = (Write("1.yml", "scrape_configs: [job_name: a]"), Write("2.yml", ""));
        Assert.Equal(
            (0, $"Checking {first}\n SUCCESS: {first} is valid prometheus config file syntax\n\nChecking {second}\n SUCCESS: {second} is valid prometheus config file syntax\n\n", ""),
            Check("config", first, second));
    }

    [Fact]
    public void Config_BrokenFile_IsSaidWithPlacesAndTheOthersAreChecked()
    {
        var (broken, sound) = (Write("1.yml", "global: {a: 1}\notlp: {b: 2}\n"), Write("2.yml", ""));
        Assert.Equal(
            (1, $"Checking {broken}\n\nChecking {sound}\n SUCCESS: {sound} is valid prometheus config file syntax\n\n",
                $"  FAILED: {broken}:1:10: global.a: unknown field\n  FAILED: {broken}:2:8: otlp.b: unknown field\n"),
            Check("config", broken, sound));
    }

    [Theory]
    [InlineData("rule_files: [nothere.yml]", "\"@nothere.yml\" does not point to an existing file")]
    [InlineData("scrape_configs: [{job_name: a, authorization: {credentials_file: nothere}}]", "error checking authorization credentials or bearer token file \"@nothere\": stat @nothere: no such file or directory")]
    [InlineData("scrape_configs: [{job_name: a, tls_config: {cert_file: nothere, key_file: 1.yml}}]", "error checking client cert file \"@nothere\": stat @nothere: no such file or directory")]
    [InlineData("scrape_configs: [{job_name: a, tls_config: {cert_file: 1.yml, key_file: nothere}}]", "error checking client key file \"@nothere\": stat @nothere: no such file or directory")]
    [InlineData("scrape_configs: [{job_name: a, tls_config: {cert_file: 1.yml, key: x}}]", "client cert file \"@1.yml\" specified without client key file")]
    [InlineData("scrape_configs: [{job_name: a, file_sd_configs: [files: [bad.json]]}]", "checking SD file \"@bad.json\": target group 0: unknown field \"target\"")]
    [InlineData("scrape_configs: [{job_name: a, file_sd_configs: [files: ['u*.yml']]}]", "instance 1 in group @url.yml:0: \"http://x\" is not a valid hostname")]
    [InlineData("alerting: {alertmanagers: [{file_sd_configs: [files: [url.yml]]}]}", "\"http://x\" is not a valid hostname")]
    public void Config_FileThatItNamesIsWrong_IsSaidUnlessSyntaxIsAllThatIsAsked(string text, string expected)
    {
        Write("bad.json", "[{\"target\": []}]");
        Write("url.yml", "- targets: [a, 'http://x']");
        var file = Write("1.yml", text);
        Assert.Equal((1, $"Checking {file}\n\n", $"  FAILED: {expected.Replace("@", _folder.Path + "/", StringComparison.Ordinal)}\n"), Check("config", file));

        // A certificate without its key is no matter of files.
        Assert.Equal(expected.Contains("specified without", StringComparison.Ordinal) ? 1 : 0, Check("config", "--syntax-only", file).ExitCode);
    }

    [Fact]
    public void Config_FilesOfTargetsThatAreNotThere_AreAWarning()
    {
        var file = Write("1.yml", "scrape_configs: [{job_name: a, file_sd_configs: [files: [nothere.yml]]}]\nalerting: {alertmanagers: [{file_sd_configs: [files: ['n*.yml']]}]}");
        var (exitCode, output, error) = Check("config", file);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(
            $"Checking {file}\n  WARNING: file \"{_folder.File("nothere.yml")}\" for file_sd in scrape job \"a\" does not exist\n"
            + $"  WARNING: file \"{_folder.File("n*.yml")}\" for file_sd in alertmanager config does not exist\n SUCCESS: {file} is valid prometheus config file syntax\n\n",
            output);
    }

    [Fact]
    public void Config_Rules_AreNotSaidToBeSound()
    {
        var rules = Write("a.rules", "groups:\n- name: g\n  rules:\n  - record: a\n    expr: 1\n");
        var file = Write("1.yml", "rule_files: ['*.rules']");
        Assert.Equal(
            (0, $"Checking {file}\n  SUCCESS: 1 rule files found\n SUCCESS: {file} is valid prometheus config file syntax\n\nChecking {rules}\n  SUCCESS: 1 rules found\n\n", ""),
            Check("config", file));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(0, "--lint=all", "job: b, interval: 6m")]
    [InlineData(3, "--lint=all --lint-fatal", "job: b, interval: 6m")]
    [InlineData(3, "--lint=too-long-scrape-interval --lint-fatal --query.lookback-delta=10s", "job: a, interval: 1m")]
    [InlineData(0, "--lint=none,all --lint-fatal")]
    [InlineData(0, "--lint=duplicate-rules --lint-fatal")]
    [InlineData(0, "--lint=all --lint-fatal --syntax-only")]
    public void Config_IntervalsThatAreTooLong_AreComplainedOfWhenAsked(int exitCode, string flags, string? complaint = null)
    {
        var file = Write("1.yml", "scrape_configs: [{job_name: a}, {job_name: b, scrape_interval: 6m}]");
        var result = Check(["config", .. flags.Split(' ', StringSplitOptions.RemoveEmptyEntries), file]);
        var expected = complaint is null ? "" : $"  FAILED: too long scrape interval found, data point will be marked as stale - {complaint}\n";
        Assert.Equal((exitCode, expected), (result.ExitCode, result.Error));
    }

    [Fact]
    public void Config_Agent_HasItsRules()
    {
        var file = Write("1.yml", "rule_files: ['*.rules']");
        Assert.Equal((1, $"Checking {file}\n\n", $"  FAILED: {file}:1:1: rule_files: field rule_files is not allowed in agent mode\n"), Check("config", "--agent", file));
    }

    [Fact]
    public void WebConfig_Files_AreJudgedOneByOne()
    {
        var (sound, broken) = (Write("1.yml", "http_server_config: {http2: false}"), Write("2.yml", "users: {}"));
        Assert.Equal((1, "", $"{sound} SUCCESS\n{broken} FAILED: {broken}:1:1: users: unknown field\n"), Check("web-config", sound, broken));
        Assert.Equal((0, "", $"{sound} SUCCESS\n"), Check("web-config", sound));
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }

    private static (int ExitCode, string Output, string Error) Check(params string[] arguments) => CommandLine.Run("promtool", ["check", .. arguments]);
}
