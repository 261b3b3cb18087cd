using Pharos.Discovery.Files;
using Pharos.Testing;

namespace Pharos.Discovery.Tests.Files;

public sealed class FileDiscovererTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DiscoveryFixture _program = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_FilesOfBothKinds_GiveTheirGroups()
    {
        Write("a.json", """[{"targets": ["a1:80", "a2:80"], "labels": {"job": "x"}}, {"targets": []}]""");
        Write("b.yml", "- targets: [b:80]\n  labels: {n: 5}\n- labels: {}\n");
        await using var running = Run("*.json", "b.y?l", "missing.yaml");

        Assert.Equal(
            [
                $"{{__address__=\"a1:80\"}} + {{__meta_filepath=\"{_folder.File("a.json")}\", job=\"x\"}}",
                $"{{__address__=\"a2:80\"}} + {{__meta_filepath=\"{_folder.File("a.json")}\", job=\"x\"}}",
                $"gone {_folder.File("a.json")}:1",
                $"{{__address__=\"b:80\"}} + {{__meta_filepath=\"{_folder.File("b.yml")}\", n=\"5\"}}",
                $"gone {_folder.File("b.yml")}:1",
            ],
            await running.Targets.NextTargetsAsync());
        var modified = new DateTimeOffset(File.GetLastWriteTimeUtc(_folder.File("a.json"))).ToUnixTimeSeconds();
        Assert.Equal(modified, _program.Metric($"prometheus_sd_file_mtime_seconds{{filename=\"{_folder.File("a.json")}\"}}"));
    }

    [Fact]
    public async Task Change_Written_IsNoticed()
    {
        Write("a.json", """[{"targets": ["one:80"]}, {"targets": ["two:80"]}]""");
        await using var running = Run("*.json");
        await running.Targets.NextAsync();

        Write("a.json", """[{"targets": ["three:80"]}]""");

        Assert.Contains(await NextAfterChangeAsync(running, "three:80"), target => target == $"gone {_folder.File("a.json")}:1");
    }

    [Fact]
    public async Task Change_ReplacedByRename_IsNoticed()
    {
        Write("a.json", """[{"targets": ["one:80"]}]""");
        await using var running = Run("a.json");
        await running.Targets.NextAsync();

        Write("a.tmp", """[{"targets": ["two:80"]}]""");
        File.Move(_folder.File("a.tmp"), _folder.File("a.json"), overwrite: true);

        await NextAfterChangeAsync(running, "two:80");
    }

    [Fact]
    public async Task Change_LinkedDirectorySwapped_IsNoticed()
    {
        // As Kubernetes mounts its configuration: files are links through a link that is replaced.
        Directory.CreateDirectory(_folder.File("..1"));
        Directory.CreateDirectory(_folder.File("..2"));
        Write("..1/a.json", """[{"targets": ["one:80"]}]""");
        Write("..2/a.json", """[{"targets": ["two:80"]}]""");
        File.CreateSymbolicLink(_folder.File("..data"), "..1");
        File.CreateSymbolicLink(_folder.File("a.json"), "..data/a.json");
        await using var running = Run("a.json");
        await running.Targets.NextAsync();

        Directory.Delete(_folder.File("..data"));
        File.CreateSymbolicLink(_folder.File("..data"), "..2");

        await NextAfterChangeAsync(running, "two:80");
    }

    [Fact]
    public async Task Change_FileGone_TakesItsGroupsAway()
    {
        Write("a.json", """[{"targets": ["one:80"]}, {"targets": ["two:80"]}]""");
        await using var running = Run("*.json");
        await running.Targets.NextAsync();

        File.Delete(_folder.File("a.json"));

        var path = _folder.File("a.json");
        await NextAfterChangeAsync(running, $"gone {path}:0");
        Assert.False(_program.HasMetric($"prometheus_sd_file_mtime_seconds{{filename=\"{path}\"}}"));
    }

    [Theory]
    [InlineData("a.json", """[{"targets": ["x"], "lables": {}}]""", "target group 0: unknown field \"lables\"")]
    [InlineData("a.json", """[null]""", "target group 0: expected an object, found Null")]
    [InlineData("a.json", """[{"targets": [5]}]""", "target group 0: target 0: expected a text, found Number")]
    [InlineData("a.json", """[{"labels": {"a": 5}}]""", "target group 0: label a: expected a text, found Number")]
    [InlineData("a.json", """[{"labels": {"": "x"}}]""", "target group 0: \"\" is not a valid label name")]
    [InlineData("a.json", """{"targets": []}""", "the answer: expected a list of target groups, found Object")]
    [InlineData("a.json", """[{"targets": ["\ud800"]}]""", "a text has bytes or escapes that are no characters")]
    [InlineData("a.yml", "- targets: [x]\n  lables: {}", "line 2: unknown field \"lables\"")]
    [InlineData("a.yml", "targets: [x]", "line 1: expected a list of target groups")]
    [InlineData("a.yml", "- targets: [[x]]", "line 1: expected a text")]
    [InlineData("a.yml", "- ~", "line 1: expected a target group")]
    [InlineData("a.yml", "- targets: [x]\n  targets: [y]", "line 2: key \"targets\" is already set in this mapping")]
    public async Task File_Broken_KeepsItsGroupsAndIsLogged(string name, string text, string reason)
    {
        Write(name, name.EndsWith(".json", StringComparison.Ordinal) ? """[{"targets": ["one:80"]}]""" : "- targets: ['one:80']");
        await using var running = Run(name);
        await running.Targets.NextAsync();

        Write(name, text);
        while (_program.Metric("prometheus_sd_file_read_errors_total") == 0 || !_program.Log.Lines.Any(line => line.EndsWith(reason, StringComparison.Ordinal)))
        {
            await _program.Time.UntilTimerAsync(FileDiscoverer.Settling);
            _program.Time.Advance(FileDiscoverer.Settling);
            Assert.DoesNotContain(await running.Targets.NextTargetsAsync(), static target => target.StartsWith("gone", StringComparison.Ordinal));
        }

        Assert.Contains($"Error: Error reading file path={_folder.File(name)} err={reason}", _program.Log.Lines);
    }

    [Fact]
    public async Task Interval_DirectoryAppears_IsFoundAndWatched()
    {
        await using var running = Run("later/*.json");
        Assert.Empty(await running.Targets.NextTargetsAsync());
        Assert.Equal(1, _program.Metric("prometheus_sd_file_watcher_errors_total"));

        Directory.CreateDirectory(_folder.File("later"));
        Write("later/a.json", """[{"targets": ["one:80"]}]""");
        await _program.Time.UntilTimerAsync(TimeSpan.FromMinutes(5));
        _program.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Contains(await running.Targets.NextTargetsAsync(), static target => target.Contains("one:80", StringComparison.Ordinal));

        Write("later/a.json", """[{"targets": ["two:80"]}]""");
        await NextAfterChangeAsync(running, "two:80");
    }

    private void Write(string name, string text) => File.WriteAllText(_folder.File(name), text);

    private RunningMechanism Run(params string[] files) =>
        new(new FileDiscoveryOptions { Files = [.. files.Select(_folder.File)] }.Create(_program.Services));

    /// <summary>A change may be seen in several steps: until the update that has what is looked for.</summary>
    private async Task<string[]> NextAfterChangeAsync(RunningMechanism running, string wanted)
    {
        while (true)
        {
            await _program.Time.UntilTimerAsync(FileDiscoverer.Settling);
            _program.Time.Advance(FileDiscoverer.Settling);
            var targets = await running.Targets.NextTargetsAsync();
            if (targets.Any(target => target.Contains(wanted, StringComparison.Ordinal)))
            {
                return targets;
            }
        }
    }
}
