using System.Text.Json;
using Pharos.Instrumentation;
using Pharos.Server.Web;
using Pharos.Testing.Time;

namespace Pharos.Server.Tests.Api;

public sealed class NotificationsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Subscriber_GetsWhatIsKnownAndThenWhatChanges()
    {
        var notifications = New();
        notifications.Add("a");
        var channel = notifications.Subscribe()!;
        notifications.Add("b");
        notifications.Add("a");
        notifications.Remove("a");
        notifications.Remove("never told");
        notifications.End();
        var told = await channel.Reader.ReadAllAsync(Cancellation).Select(static one => (one.Text, one.IsActive)).ToListAsync(Cancellation);
        Assert.Equal([("a", true), ("b", true), ("a", true), ("a", false)], told);
        Assert.Equal(["b"], notifications.Current().Select(static one => one.Text));
        Assert.Null(notifications.Subscribe());
    }

    [Fact]
    public void Subscribe_BeyondTheLimit_IsRefusedUntilOneGoes()
    {
        var notifications = New();
        var first = notifications.Subscribe()!;
        Assert.NotNull(notifications.Subscribe());
        Assert.Null(notifications.Subscribe());
        notifications.Unsubscribe(first);
        Assert.NotNull(notifications.Subscribe());
    }

    [Fact]
    public void Add_ForASubscriberThatDoesNotRead_DoesNotWait()
    {
        var notifications = New();
        var channel = notifications.Subscribe()!;
        for (var i = 0; i < 1000; i++)
        {
            notifications.Add("a");
        }

        Assert.Equal(10, channel.Reader.Count);
    }

    [Fact]
    public async Task Routes_AfterAReloadThatFailed_SaySoUntilOneSucceeds()
    {
        await using var server = await ScrapingServer.StartAsync("global: {}", change: static options => options with { EnableLifecycle = true });
        Assert.Equal("[]", (await server.DataAsync("notifications")).GetRawText());
        using var live = await server.Server.Client.GetAsync(new Uri("api/v1/notifications/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal("text/event-stream", live.Content.Headers.ContentType?.ToString());
        Assert.Equal("no-cache", live.Headers.CacheControl?.ToString());
        using var lines = new StreamReader(await live.Content.ReadAsStreamAsync(Cancellation));
        var sound = await File.ReadAllTextAsync(server.ConfigurationFile, Cancellation);
        await ReloadAsync("global: 1");
        Assert.Equal((Notifications.ReloadFailed, true), await EventAsync(lines));
        Assert.Equal(Notifications.ReloadFailed, (await server.DataAsync("notifications"))[0].GetProperty("text").GetString());
        await ReloadAsync(sound);
        Assert.Equal((Notifications.ReloadFailed, false), await EventAsync(lines));
        Assert.Equal("[]", (await server.DataAsync("notifications")).GetRawText());

        async Task ReloadAsync(string configuration)
        {
            await File.WriteAllTextAsync(server.ConfigurationFile, configuration, Cancellation);
            using var answer = await server.Server.SendAsync("POST", "-/reload");
        }
    }

    [Fact]
    public async Task Live_WhenNobodyMayListen_IsEmpty()
    {
        await using var server = await ScrapingServer.StartAsync("global: {}", change: static options => options with { MaxNotificationSubscribers = 0 });
        using var answer = await server.Server.SendAsync("GET", "api/v1/notifications/live");
        Assert.Equal(204, (int)answer.StatusCode);
    }

    private static Notifications New() => new(2, new MetricRegistry(TimeProvider.System), new ManualTime());

    private static async Task<(string? Text, bool IsActive)> EventAsync(StreamReader lines)
    {
        var line = await lines.ReadLineAsync(Cancellation);
        Assert.StartsWith("data: ", line, StringComparison.Ordinal);
        Assert.Equal("", await lines.ReadLineAsync(Cancellation));
        using var json = JsonDocument.Parse(line!["data: ".Length..]);
        Assert.True(json.RootElement.GetProperty("date").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);
        return (json.RootElement.GetProperty("text").GetString(), json.RootElement.GetProperty("active").GetBoolean());
    }
}
