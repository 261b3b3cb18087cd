namespace Pharos.Server.Tests.Api;

/// <summary>What the server says of Alertmanagers.</summary>
public sealed class AlertmanagersApiTests
{
    private const string Configuration =
        """
        alerting:
          alertmanagers:
          - scheme: https
            path_prefix: /am
            static_configs: [{targets: ['a.example:9093', 'b.example', 'c.example:1']}]
            relabel_configs: [{source_labels: [__address__], regex: 'c.*', action: drop}]
        """;

    [Fact]
    public async Task Alertmanagers_AreThoseThatDiscoveryFinds()
    {
        await using var server = await ScrapingServer.StartAsync(Configuration);
        var data = await server.WaitAsync("alertmanagers", static data => data.GetProperty("droppedAlertmanagers").GetArrayLength() > 0);
        Assert.Equal(
            """
            {"activeAlertmanagers":[{"url":"https://a.example:9093/am/api/v2/alerts"},{"url":"https://b.example/am/api/v2/alerts"}],
            "droppedAlertmanagers":[{"url":"https://c.example:1/am/api/v2/alerts"}]}
            """.ReplaceLineEndings(""),
            data.GetRawText());
    }

    [Fact]
    public async Task Alertmanagers_WithoutAnyInTheConfiguration_AreNone()
    {
        await using var server = await ScrapingServer.StartAsync("global: {}");
        Assert.Equal("""{"activeAlertmanagers":[],"droppedAlertmanagers":[]}""", (await server.DataAsync("alertmanagers")).GetRawText());
    }

    [Fact]
    public async Task Reload_WithAnotherConfiguration_GoesOverToItsAlertmanagers()
    {
        await using var server = await ScrapingServer.StartAsync(Configuration, change: static options => options with { EnableLifecycle = true });
        await server.WaitAsync("alertmanagers", static data => data.GetProperty("activeAlertmanagers").GetArrayLength() == 2);
        await File.WriteAllTextAsync(
            server.ConfigurationFile, "alerting: {alertmanagers: [{static_configs: [{targets: ['d.example']}]}]}", TestContext.Current.CancellationToken);
        using var reload = await server.Server.SendAsync("POST", "-/reload");
        Assert.True(reload.IsSuccessStatusCode);
        var data = await server.WaitAsync("alertmanagers", static data => data.GetProperty("activeAlertmanagers").GetArrayLength() == 1);
        Assert.Equal("""{"activeAlertmanagers":[{"url":"http://d.example/api/v2/alerts"}],"droppedAlertmanagers":[]}""", data.GetRawText());
    }
}
