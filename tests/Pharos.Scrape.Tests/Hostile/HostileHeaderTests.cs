using System.Text;

namespace Pharos.Scrape.Tests.Hostile;

/// <summary>What targets do before the body.</summary>
[Collection(HostileTargetsAlone.Name)]
public sealed class HostileHeaderTests
{
    [Fact]
    public async Task Scrape_EndlessHeaders_Fails()
    {
        await using var stage = new HostileStage();
        var before = GC.GetTotalAllocatedBytes();
        await stage.FailsAsync("headers", async connection =>
        {
            await connection.SendAsync("HTTP/1.1 200 OK\r\n");
            await connection.FloodAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("X-Header: something\r\n", 2000))));
        });
        Assert.InRange(stage.Server.SentBytes, 1, 64 << 20);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 32 << 20);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nX-Header: ")]
    [InlineData("HTTP/1.1 200 ")]
    [InlineData("")]
    public async Task Scrape_EndlessLine_Fails(string start)
    {
        await using var stage = new HostileStage();
        var before = GC.GetTotalAllocatedBytes();
        await stage.FailsAsync("", async connection =>
        {
            await connection.SendAsync(start);
            await connection.FloodAsync(Encoding.ASCII.GetBytes(new string('x', 64 * 1024)));
        });
        Assert.InRange(stage.Server.SentBytes, 1, 64 << 20);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 32 << 20);
    }

    [Theory]
    [InlineData("HTP/9 yes\r\n\r\n")]
    [InlineData("HTTP/1.1 abc OK\r\n\r\n")]
    [InlineData("\0\u0001\u0002\u0003\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon here\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\na 1\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\na 1\n")]
    public async Task Scrape_NoSuchProtocol_Fails(string answer)
    {
        await using var stage = new HostileStage();
        await stage.FailsAsync("", answer);
    }

    [Fact]
    public async Task Scrape_FloodOfProvisionalAnswers_FailsLikeEndlessHeaders()
    {
        await using var stage = new HostileStage();
        var piece = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("HTTP/1.1 102 Processing\r\n\r\n", 1000)));
        await stage.FailsAsync("headers", connection => connection.FloodAsync(piece));
        Assert.InRange(stage.Server.SentBytes, 1, 64 << 20);
    }

    [Fact]
    public async Task Scrape_ProvisionalAnswersBeforeTheRealOne_ArePassedOver()
    {
        await using var stage = new HostileStage();
        await stage.SucceedsAsync("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + HostileStage.Ok("a 1\n"));
    }

    [Theory]
    [InlineData("text/html", "received unsupported Content-Type \"text/html\" and no fallback_scrape_protocol specified for target")]
    [InlineData("nonsense;;;=", "cannot parse Content-Type \"nonsense;;;=\" and no fallback_scrape_protocol for target")]
    [InlineData("", "non-compliant scrape target sending blank Content-Type and no fallback_scrape_protocol specified for target")]
    public async Task Scrape_ContentTypeIsNone_FailsWithoutAFallback(string type, string message)
    {
        await using var stage = new HostileStage();
        await stage.FailsAsync(message, HostileStage.Ok("a 1\n", type));
        await using var lenient = new HostileStage("fallback_scrape_protocol: PrometheusText0.0.4");
        await lenient.SucceedsAsync(HostileStage.Ok("a 1\n", type));
    }

    [Fact]
    public async Task Scrape_ContentTypeLies_FailsWithTheReadersWords()
    {
        await using var stage = new HostileStage();
        await stage.FailsAsync("", HostileStage.Ok("a 1\n", "application/openmetrics-text; version=1.0.0"));
        await stage.FailsAsync("", HostileStage.Ok("a 1\n", "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"));
    }
}
