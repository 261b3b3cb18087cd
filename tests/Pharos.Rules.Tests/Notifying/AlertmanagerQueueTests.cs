using Pharos.Http;
using Pharos.Http.Options;
using Pharos.Instrumentation;
using Pharos.Model;
using Pharos.Rules.Notifying;
using Pharos.Testing.Time;

namespace Pharos.Rules.Tests.Notifying;

/// <summary>What becomes of alerts on their way to one Alertmanager.</summary>
public sealed class AlertmanagerQueueTests : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly ManualTime _time = new();
    private readonly WaitedLog _log = new();
    private readonly NotifierMetrics _metrics = new(new MetricRegistry(), 0, static () => 0);
    private readonly ConfiguredClient _client;
    private FakeAlertmanager _alertmanager = null!;
    private AlertmanagerMetrics _counts = null!;

    public AlertmanagerQueueTests()
    {
        _client = new ConfiguredClient(new HttpClientOptions(), new HttpClientServices { Log = _log, UserAgent = "test" });
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await (_alertmanager?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task Add_MoreThanABatch_AreSentInBatchesInTheirOrder()
    {
        var queue = await StartAsync(new NotifierOptions { MaxBatchSize = 2 });
        queue.Add(Alerts("a"));
        var first = await _alertmanager.NextAsync();
        queue.Add(Alerts("b", "c", "d"));
        queue.Add(Alerts("e", "f"));
        Assert.Equal(5, _counts.QueueLength.Value);
        first.Answer(200);
        Assert.Equal(["b c", "d e", "f"], [await _alertmanager.AcceptAsync(), await _alertmanager.AcceptAsync(), await _alertmanager.AcceptAsync()]);
        await queue.StopAsync(drains: true);
        Assert.Equal((6, 0, 0, 0), Counted);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(204)]
    public async Task Answer_OfTheTwoHundreds_IsSuccess(int status)
    {
        var queue = await StartAsync(new NotifierOptions());
        queue.Add(Alerts("a"));
        (await _alertmanager.NextAsync()).Answer(status);
        await queue.StopAsync(drains: true);
        Assert.Equal((1, 0, 0, 0), Counted);
        Assert.Empty(_log.Left());
    }

    [Fact]
    public async Task Add_ToAFullQueue_PushesOutTheOldest()
    {
        var queue = await StartAsync(new NotifierOptions { QueueCapacity = 3 });
        queue.Add(Alerts("sent"));
        var first = await _alertmanager.NextAsync();
        queue.Add(Alerts("a", "b"));
        queue.Add(Alerts("c", "d", "e"));
        Assert.Equal($"Warning: Alert notification queue full, dropping alerts alertmanager={_alertmanager.Url} count=2", await _log.NextAsync());
        Assert.Equal((0, 0, 2, 3), Counted);
        first.Answer(200);
        Assert.Equal("c d e", await _alertmanager.AcceptAsync());
        await queue.StopAsync(drains: true);
        Assert.Equal((4, 0, 2, 0), Counted);
    }

    [Fact]
    public async Task Add_MoreThanTheQueueTakes_KeepsTheLast()
    {
        var queue = await StartAsync(new NotifierOptions { QueueCapacity = 2 });
        queue.Add(Alerts("sent"));
        var first = await _alertmanager.NextAsync();
        queue.Add(Alerts("a", "b", "c", "d", "e"));
        Assert.Equal($"Warning: Alert batch larger than queue capacity, dropping alerts alertmanager={_alertmanager.Url} count=3", await _log.NextAsync());
        first.Answer(200);
        Assert.Equal("d e", await _alertmanager.AcceptAsync());
        await queue.StopAsync(drains: true);
        Assert.Equal((3, 0, 3, 0), Counted);
    }

    [Theory]
    [InlineData(400, "400 Bad Request")]
    [InlineData(500, "500 Internal Server Error")]
    [InlineData(304, "304 Not Modified")]
    public async Task Batch_ThatIsRefused_IsCountedAndNotSentAgain(int status, string text)
    {
        var queue = await StartAsync(new NotifierOptions());
        queue.Add(Alerts("a"));
        var first = await _alertmanager.NextAsync();
        queue.Add(Alerts("b", "c"));
        first.Answer(status);
        Assert.Equal($"Error: Error sending alerts alertmanager={_alertmanager.Url} count=1 err=bad response status {text}", await _log.NextAsync());
        Assert.Equal("b c", await _alertmanager.AcceptAsync());
        await queue.StopAsync(drains: true);
        Assert.Equal((2, 1, 1, 0), Counted);
    }

    [Fact]
    public async Task Alertmanager_ThatHangs_HasTheTimeOfItsTimeout()
    {
        var queue = await StartAsync(new NotifierOptions());
        queue.Add(Alerts("a"));
        await _alertmanager.NextAsync();
        queue.Add(Alerts("b"));
        _time.Advance(Timeout);
        Assert.Equal(
            $"Error: Error sending alerts alertmanager={_alertmanager.Url} count=1 err=Post \"{_alertmanager.Url}\": context deadline exceeded", await _log.NextAsync());
        Assert.Equal("b", await _alertmanager.AcceptAsync());
        await queue.StopAsync(drains: true);
        Assert.Equal((1, 1, 1, 0), Counted);
    }

    [Fact]
    public async Task Alertmanager_ThatIsNotThere_IsNamedWithTheReason()
    {
        string address;
        await using (var gone = await FakeAlertmanager.StartAsync())
        {
            address = gone.Address;
        }

        Assert.Equal($"Post \"http://{address}/\": dial tcp {address}: connect: connection refused", await ErrorAsync($"http://{address}/"));
    }

    [Theory]
    [InlineData("http:///api/v2/alerts")]
    [InlineData("//host:9093/api/v2/alerts")]
    [InlineData("http://user:secret%40host:9093/api/v2/alerts")]
    [InlineData("http://host:99999/api/v2/alerts")]
    public async Task Url_ThatIsNone_FailsTheBatch(string url) => Assert.Equal($"Post \"{url}\": invalid URL", await ErrorAsync(url));

    [Fact]
    public async Task Url_OfAnUnknownScheme_FailsTheBatch() =>
        Assert.StartsWith("Post \"ftp://host:21/\": ", await ErrorAsync("ftp://host:21/"), StringComparison.Ordinal);

    [Fact]
    public async Task Text_ThatIsNoUnicode_FailsTheBatchAtMost()
    {
        var queue = await StartAsync(new NotifierOptions());
        queue.Add([Notification("a") with { Annotations = new Dictionary<string, string> { ["text"] = "\ud800" } }]);
        queue.Add(Alerts("b"));
        string names;
        do
        {
            names = await _alertmanager.AcceptAsync();
        }
        while (!names.EndsWith('b'));
        await queue.StopAsync(drains: true);
        Assert.Equal(2, _counts.Sent.Value + _counts.Dropped.Value);
    }

    [Fact]
    public async Task Stop_WithDraining_SendsAllThatWaits()
    {
        var queue = await StartAsync(new NotifierOptions { MaxBatchSize = 2 });
        queue.Add(Alerts("a"));
        var first = await _alertmanager.NextAsync();
        queue.Add(Alerts("b", "c", "d"));
        var stopping = queue.StopAsync(drains: true);
        Assert.False(stopping.IsCompleted);
        first.Answer(200);
        Assert.Equal(["b c", "d"], [await _alertmanager.AcceptAsync(), await _alertmanager.AcceptAsync()]);
        await stopping;
        Assert.Equal((4, 0, 0, 0), Counted);
    }

    [Fact]
    public async Task Stop_WithDraining_OfAnAlertmanagerThatHangs_EndsWithItsTimeouts()
    {
        var queue = await StartAsync(new NotifierOptions { MaxBatchSize = 1 });
        queue.Add(Alerts("a", "b"));
        var stopping = queue.StopAsync(drains: true);
        for (var i = 0; i < 2; i++)
        {
            await _alertmanager.NextAsync();
            Assert.False(stopping.IsCompleted);
            _time.Advance(Timeout);
        }

        await stopping;
        Assert.Equal((0, 2, 2, 0), Counted);
    }

    [Fact]
    public async Task Stop_WithoutDraining_DropsWhatWaitsAndGivesUpWhatIsUnderWay()
    {
        var queue = await StartAsync(new NotifierOptions());
        queue.Add(Alerts("a"));
        await _alertmanager.NextAsync();
        queue.Add(Alerts("b", "c"));
        await queue.StopAsync(drains: false);
        Assert.Equal(
            [
                $"Error: Error sending alerts alertmanager={_alertmanager.Url} count=1 err=Post \"{_alertmanager.Url}\": context canceled",
                $"Warning: Alert notification queue not drained on shutdown, dropping alerts alertmanager={_alertmanager.Url} count=2",
            ],
            _log.Left());
        Assert.Equal((0, 1, 3, 0), Counted);
    }

    [Fact]
    public async Task Stop_OfAQueueThatIsEmpty_SaysNothing()
    {
        await (await StartAsync(new NotifierOptions())).StopAsync(drains: false);
        Assert.Empty(_log.Left());
    }

    private (double Sent, double Errors, double Dropped, double Waiting) Counted =>
        (_counts.Sent.Value, _counts.Errors.Value, _counts.Dropped.Value, _counts.QueueLength.Value);

    private static Notification[] Alerts(params string[] names) => [.. names.Select(Notification)];

    private static Notification Notification(string name) =>
        new(Labels.Of(("alertname", name)), new Dictionary<string, string>(), default, default, "");

    private async Task<AlertmanagerQueue> StartAsync(NotifierOptions options)
    {
        _alertmanager = await FakeAlertmanager.StartAsync();

        // Metrics stay for the test when the queue has gone.
        _counts = _metrics.Claim(_alertmanager.Url);
        return new AlertmanagerQueue(Client(_alertmanager.Url), options, _metrics, _log, _time);
    }

    private Task<string?> ErrorAsync(string url) => Client(url).SendAsync(Alerts("a"), TestContext.Current.CancellationToken);

    private AlertmanagerClient Client(string url) => new(url, _client.Invoker, Timeout, _time);
}
