using System.Net;
using System.Net.Sockets;

namespace Pharos.Scrape.Tests.Hostile;

/// <summary>Targets that do not keep a connection up.</summary>
[Collection(HostileTargetsAlone.Name)]
public sealed class HostileConnectionTests
{
    [Fact]
    public async Task Scrape_NobodyListens_IsRefused()
    {
        using var unused = new TcpListener(IPAddress.Loopback, 0);
        unused.Start();
        var address = unused.LocalEndpoint.ToString()!;
        unused.Stop();
        await using var stage = new HostileStage(address: address);
        await stage.FailsAsync($"Get \"http://{address}/hostile\": dial tcp {address}: connect: connection refused", "");
    }

    [Fact]
    public async Task Scrape_NoAnswerAtAll_IsTheEnd()
    {
        await using var stage = new HostileStage();
        await stage.FailsAsync($"Get \"http://{stage.Server.Address}{HostileStage.Path}\": EOF", static _ => Task.CompletedTask);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-T")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5000\r\n\r\na 1\n")]
    public async Task Scrape_Reset_Fails(string before)
    {
        await using var stage = new HostileStage();
        await stage.FailsAsync("", async connection =>
        {
            await connection.SendAsync(before);
            connection.Reset();
        });
    }

    [Fact]
    public async Task Scrape_EndsWithinTheHeaders_Fails()
    {
        await using var stage = new HostileStage();
        await stage.FailsAsync("EOF", "HTTP/1.1 200 OK\r\nContent-T");
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n")]
    [InlineData("\u0016\u0003\u0001\u0002\0\u0001\0\0\0\0\0\0\0\0\0\0")]
    [InlineData("\u0015\u0003\u0003\0\u0002\u0002\u0028")]
    [InlineData("")]
    public async Task Scrape_NoTls_Fails(string answer)
    {
        await using var stage = new HostileStage(scheme: "https");
        stage.Server.Answer("", answer);
        var last = await stage.Stage.ScrapeAsync(stage.Bad);
        Assert.Equal(Targets.TargetHealth.Down, last.Health);
        Assert.StartsWith($"Get \"https://{stage.Server.Address}{HostileStage.Path}\": ", last.Error, StringComparison.Ordinal);
        await stage.NothingElseIsHurtAsync();
    }

    [Fact]
    public async Task Scrape_NoSuchHost_SaysSo()
    {
        // The resolver of the machine may take its time, which is not what this is about; a name that no resolver is asked for.
        await using var stage = new HostileStage(address: "256.256.256.256:80");
        var last = await stage.Stage.ScrapeAsync(stage.Bad);
        Assert.Equal(Targets.TargetHealth.Down, last.Health);
        Assert.NotEmpty(last.Error);
        await stage.NothingElseIsHurtAsync();
    }
}
