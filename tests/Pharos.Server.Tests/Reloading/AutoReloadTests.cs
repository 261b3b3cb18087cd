using Pharos.Server.Reloading;

namespace Pharos.Server.Tests.Reloading;

public sealed class AutoReloadTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly ReloaderFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task LookAsync_FilesAsTheyWere_AreLeftAlone()
    {
        await LookAsync(Start("global: {scrape_interval: 1s}"), 3);
        Assert.Empty(_fixture.Applied);
    }

    [Fact]
    public async Task LookAsync_ChangedFile_IsLoadedOnce()
    {
        var watch = Start("global: {scrape_interval: 1s}");
        _fixture.Write("global: {scrape_interval: 2s}");
        await LookAsync(watch, 3);
        Assert.Equal(["first 2", "second 2"], _fixture.Applied);
        Assert.Contains("Information: Configuration file change detected, reloading the configuration.", _fixture.Log.Lines);
    }

    [Fact]
    public async Task LookAsync_BrokenFile_IsTriedOnceAndAgainWhenItChanges()
    {
        var watch = Start("global: {scrape_interval: 1s}");
        _fixture.Write("broken: 1");
        await LookAsync(watch, 3);
        Assert.Single(_fixture.Log.Lines, static line => line.StartsWith("Error: Error reloading config", StringComparison.Ordinal));
        _fixture.Write("global: {scrape_interval: 3s}");
        await LookAsync(watch, 2);
        Assert.Equal(["first 3", "second 3"], _fixture.Applied);
    }

    [Theory]
    [InlineData("jobs.yml")]
    [InlineData("*bs.yml")]
    public async Task LookAsync_ChangedFileThatItNames_IsLoaded(string pattern)
    {
        _fixture.WriteBeside("jobs.yml", "scrape_configs: [job_name: a]");
        var watch = Start($"scrape_config_files: ['{pattern}']");
        _fixture.WriteBeside("jobs.yml", "scrape_configs: [job_name: b]");
        await LookAsync(watch, 2);
        Assert.Equal("b", Assert.Single(_fixture.Reloader.Current.Jobs).JobName);
        Assert.Equal(2, _fixture.Applied.Count);
    }

    [Fact]
    public async Task LookAsync_RuleFileThatComes_IsAChange()
    {
        var watch = Start("rule_files: ['*.rules']");
        _fixture.WriteBeside("a.rules", "groups: []");
        await LookAsync(watch, 2);
        Assert.Equal(2, _fixture.Applied.Count);
    }

    [Fact]
    public async Task LookAsync_FileThatIsGone_KeepsWhatWasLoaded()
    {
        var watch = Start("global: {scrape_interval: 1s}");
        File.Delete(_fixture.Path);
        await LookAsync(watch, 2);
        Assert.Empty(_fixture.Applied);
        Assert.Equal(1, _fixture.Reloader.Current.Global.Scrape.Interval.TotalSeconds);
        _fixture.Write("global: {scrape_interval: 4s}");
        await LookAsync(watch, 2);
        Assert.Equal(["first 4", "second 4"], _fixture.Applied);
    }

    [Fact]
    public async Task RunAsync_IntervalOver_LooksAtTheFiles()
    {
        var watch = Start("global: {scrape_interval: 1s}");
        using var stop = new CancellationTokenSource();
        var running = watch.RunAsync(Interval, _fixture.Time, stop.Token);
        await _fixture.Time.UntilTimerAsync(Interval);
        _fixture.Write("global: {scrape_interval: 5s}");
        _fixture.Time.Advance(Interval - TimeSpan.FromSeconds(1));
        Assert.Empty(_fixture.Applied);
        _fixture.Time.Advance(TimeSpan.FromSeconds(1));
        await _fixture.LastRoomApplied.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await running;
        Assert.Equal(["first 5", "second 5"], _fixture.Applied);
    }

    private AutoReload Start(string text)
    {
        _fixture.Write(text);
        _fixture.Reloader.LoadFirst();
        _fixture.Reloader.ApplyFirst();
        _fixture.Forget();
        return new AutoReload(_fixture.Path, _fixture.Reloader, _fixture.Log);
    }

    private static async Task LookAsync(AutoReload watch, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await watch.LookAsync(TestContext.Current.CancellationToken);
        }
    }
}
