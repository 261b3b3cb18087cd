using System.Text;
using Pharos.Scrape.Targets;
using Pharos.Scrape.Tests.Stage;

namespace Pharos.Scrape.Tests.Hostile;

/// <summary>A job with two targets on one server: one that does as the test says, and one that does no wrong.</summary>
internal sealed class HostileStage : IAsyncDisposable
{
    public const string Path = "/hostile";

    private const string GoodAnswer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\nContent-Length: 7\r\nConnection: close\r\n\r\ngood 1\n";
    private readonly string _scheme;

    /// <param name="fields">More fields of the job, as YAML lines.</param>
    public HostileStage(string fields = "", string scheme = "http", string? address = null, long mostBodyBytes = 4 << 20)
    {
        _scheme = scheme;
        Stage = new ScrapeStage(mostBodyBytes);
        Server.Answer("/good", GoodAnswer);
        Stage.Configure("job_name: test\nscrape_interval: 20s\nscrape_timeout: 15s\n" + fields);
        Discover(address ?? Server.Address);
        Bad = Stage.Target("test", "bad");
        Good = Stage.Target("test", "good");
    }

    public ScrapeStage Stage { get; }

    public HostileServer Server { get; } = new();

    public Target Bad { get; }

    public Target Good { get; }

    /// <summary>Scrapes the bad target, which fails with a message that has this in it, and sees to it that nothing else is hurt.</summary>
    public async Task FailsAsync(string message, Func<HostileConnection, Task> script)
    {
        Server.Answer(Path, script);
        var last = await Stage.ScrapeAsync(Bad);
        Assert.Equal(TargetHealth.Down, last.Health);
        Assert.Contains(message, last.Error, StringComparison.Ordinal);
        Assert.InRange(last.Error.Length, 1, 1000);
        Assert.Equal(0, Stage.Newest("up", "bad"));
        await NothingElseIsHurtAsync();
    }

    public Task FailsAsync(string message, string answer) => FailsAsync(message, connection => connection.SendAsync(answer));

    /// <summary>The bad target's scrape is stalled when the script says so; it ends by the timeout, and others go on meanwhile.</summary>
    public async Task TimesOutAsync(string message, Func<HostileConnection, TaskCompletionSource, Task> script)
    {
        var stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Server.Answer(Path, connection => script(connection, stalled));
        await Stage.BeginScrapeAsync(Bad);
        await stalled.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(TargetHealth.Up, (await Stage.ScrapeAsync(Good)).Health);
        Assert.Equal(TargetHealth.Unknown, Bad.Status.Last.Health);
        await Stage.ScrapeAsync(Good);
        await Stage.ScrapeAsync(Good);
        Stage.Time.Advance(TimeSpan.FromSeconds(4.9));
        await Stage.EndScrapeAsync(Bad);
        Assert.Equal(TargetHealth.Down, Bad.Status.Last.Health);
        Assert.Contains(message, Bad.Status.Last.Error, StringComparison.Ordinal);
        await NothingElseIsHurtAsync();
    }

    /// <summary>The bad target's scrape goes well, for all that is odd about it.</summary>
    public async Task SucceedsAsync(Func<HostileConnection, Task> script)
    {
        Server.Answer(Path, script);
        var last = await Stage.ScrapeAsync(Bad);
        Assert.Equal((TargetHealth.Up, ""), (last.Health, last.Error));
        await NothingElseIsHurtAsync();
    }

    public Task SucceedsAsync(string answer) => SucceedsAsync(connection => connection.SendAsync(answer));

    /// <summary>The other target is scraped, and the bad one as soon as it behaves.</summary>
    public async Task NothingElseIsHurtAsync()
    {
        Assert.Equal((TargetHealth.Up, ""), (await Stage.ScrapeAsync(Good)) is var good ? (good.Health, good.Error) : default);
        Server.Answer(Path, GoodAnswer);
        Server.Answer("*", GoodAnswer);
        if (_scheme == "http" && Bad.Url.Contains(Server.Address, StringComparison.Ordinal))
        {
            Assert.Equal((TargetHealth.Up, ""), (await Stage.ScrapeAsync(Bad)) is var bad ? (bad.Health, bad.Error) : default);
            Assert.Equal(1, Stage.Newest("good", "bad"));
        }

        Assert.Equal(1, Stage.Newest("good", "good"));
    }

    public static string Ok(string body, string type = "text/plain; version=0.0.4") =>
        $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {Encoding.Latin1.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await Stage.DisposeAsync();
        await Server.DisposeAsync();
    }

    /// <summary>Ticks of the two targets must not fall together with each other's timeouts, so that each wait has one timer to wait for.</summary>
    private void Discover(string address)
    {
        for (var attempt = 0; ; attempt++)
        {
            Stage.Discover(
                ("test", [("__address__", address), ("__metrics_path__", Path), ("__scheme__", _scheme), ("instance", "bad"), ("attempt", $"{attempt}")]),
                ("test", [("__address__", Server.Address), ("__metrics_path__", "/good"), ("__scrape_interval__", "5s"), ("__scrape_timeout__", "4s"), ("instance", "good")]));
            var now = Stage.Time.GetUtcNow();
            var ahead = (Stage.Target("test", "bad").UntilTick(now, Stage.Manager.Seed) - Stage.Target("test", "good").UntilTick(now, Stage.Manager.Seed)).TotalSeconds % 5;
            if (Math.Abs(ahead) is > 1.1 and < 3.9)
            {
                return;
            }
        }
    }
}
