using Pharos.Configuration;

namespace Pharos.Server.Tests.Reloading;

public sealed class ServerReloaderTests : IDisposable
{
    private const string Succeeded = "prometheus_config_last_reload_successful";
    private const string SucceededAt = "prometheus_config_last_reload_success_timestamp_seconds";

    private readonly ReloaderFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void ApplyFirst_SoundFile_GoesToTheRoomsInOrder()
    {
        _fixture.Reloader.LoadFirst();
        Assert.True(_fixture.Reloader.ApplyFirst());
        Assert.Equal(["first 1", "second 1"], _fixture.Applied);
        Assert.Equal(1, _fixture.Metric(Succeeded));
        Assert.Equal(_fixture.Time.GetUtcNow().ToUnixTimeSeconds(), _fixture.Metric(SucceededAt));
        Assert.Contains(_fixture.Log.Lines, line => line.StartsWith($"Information: Completed loading of configuration file filename={_fixture.Path} first=", StringComparison.Ordinal));
    }

    [Fact]
    public void LoadFirst_BrokenFile_Throws()
    {
        _fixture.Write("nonsense: 1");
        Assert.Throws<ConfigurationException>(_fixture.Reloader.LoadFirst);
        Assert.Empty(_fixture.Applied);
    }

    [Fact]
    public async Task ReloadAsync_ChangedFile_IsInForce()
    {
        StartWith("global: {scrape_interval: 1s}");
        _fixture.Time.Advance(TimeSpan.FromMinutes(1));
        _fixture.Write("global: {scrape_interval: 2s}");
        Assert.Null(await ReloadAsync());
        Assert.Equal(["first 2", "second 2"], _fixture.Applied);
        Assert.Equal(2, _fixture.Reloader.Current.Global.Scrape.Interval.TotalSeconds);
        Assert.Equal(_fixture.Time.GetUtcNow().ToUnixTimeSeconds(), _fixture.Metric(SucceededAt));
    }

    [Fact]
    public async Task ReloadAsync_BrokenFile_KeepsTheOldOneAndSaysSo()
    {
        StartWith("global: {scrape_interval: 1s}");
        var before = _fixture.Metric(SucceededAt);
        _fixture.Time.Advance(TimeSpan.FromMinutes(1));
        _fixture.Write("global: {scrape_interval: x}");
        var expected = $"couldn't load configuration (--config.file=\"{_fixture.Path}\"): {_fixture.Path}:1:27: global.scrape_interval: not a valid duration string: \"x\"";
        Assert.Equal(expected, await ReloadAsync());
        Assert.Empty(_fixture.Applied);
        Assert.Equal(1, _fixture.Reloader.Current.Global.Scrape.Interval.TotalSeconds);
        Assert.Equal(0, _fixture.Metric(Succeeded));
        Assert.Equal(before, _fixture.Metric(SucceededAt));
        Assert.Contains($"Error: Error reloading config err={expected}", _fixture.Log.Lines);

        _fixture.Write("global: {scrape_interval: 3s}");
        Assert.Null(await ReloadAsync());
        Assert.Equal(1, _fixture.Metric(Succeeded));
    }

    [Fact]
    public async Task ReloadAsync_RoomThatFails_LeavesTheOthersAndSaysSo()
    {
        StartWith("");
        var before = _fixture.Metric(SucceededAt);
        _fixture.Time.Advance(TimeSpan.FromMinutes(1));
        _fixture.Failing = "first";
        _fixture.Write("global: {scrape_interval: 2s}");
        Assert.Equal($"one or more errors occurred while applying the new configuration (--config.file=\"{_fixture.Path}\")", await ReloadAsync());
        Assert.Equal(["first 2", "second 2"], _fixture.Applied);
        Assert.Equal(0, _fixture.Metric(Succeeded));
        Assert.Equal(before, _fixture.Metric(SucceededAt));
        Assert.Contains("Error: Failed to apply configuration room=first", _fixture.Log.Lines);
    }

    [Fact]
    public async Task ReloadAsync_ManyAtOnce_WaitForEachOther()
    {
        StartWith("");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ReloadAsync()));
        Assert.Equal(Enumerable.Repeat<string[]>(["first 60", "second 60"], 8).SelectMany(static rooms => rooms), _fixture.Applied);
    }

    [Fact]
    public async Task ReloadAsync_SectionsThatAreNotBuilt_AreSaidOneByOne()
    {
        StartWith("");
        _fixture.Write("remote_read: [url: http://x]\ntracing: {endpoint: x:1}\nglobal: {external_labels: {a: $PHAROS_TEST_NOTHERE}}\n");
        Assert.Null(await ReloadAsync());
        Assert.Equal(
            [
                "Warning: The configuration may not say what is meant reason=external_labels name the environment variable PHAROS_TEST_NOTHERE, which is empty",
                "Warning: A section is read and checked, but this version does not do it yet section=remote_read",
                "Warning: A section is read and checked, but this version does not do it yet section=tracing",
            ],
            _fixture.Log.Lines.Where(static line => line.StartsWith("Warning", StringComparison.Ordinal)));
    }

    private void StartWith(string text)
    {
        _fixture.Write(text);
        _fixture.Reloader.LoadFirst();
        _fixture.Reloader.ApplyFirst();
        _fixture.Forget();
    }

    private Task<string?> ReloadAsync() => _fixture.Reloader.ReloadAsync(TestContext.Current.CancellationToken);
}
