using System.Text;

namespace Pharos.Scrape.Tests.Hostile;

/// <summary>Targets whose answer's body does not end, ends too early, or is not what its headers say.</summary>
[Collection(HostileTargetsAlone.Name)]
public sealed class HostileBodyTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\n";
    private static readonly byte[] Piece = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("a 1\n", 16 * 1024)));

    [Fact]
    public async Task Scrape_EndlessBody_StopsAtTheLimitOfAll()
    {
        await using var stage = new HostileStage();
        var before = GC.GetTotalAllocatedBytes();
        await stage.FailsAsync("body size limit exceeded", async connection =>
        {
            await connection.SendAsync(Head + "Connection: close\r\n\r\n");
            await connection.FloodAsync(Piece);
        });

        // The limit of four megabytes and what lies in the sockets of the machine.
        Assert.InRange(stage.Server.SentBytes, 4 << 20, 32 << 20);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 32 << 20);
    }

    [Theory]
    [InlineData("Content-Length: 300000000\r\n\r\n", "")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n", "10000\r\n")]
    public async Task Scrape_BodyOverTheJobsLimit_IsNotReadToItsEnd(string framing, string prefix)
    {
        await using var stage = new HostileStage("body_size_limit: 100KB");
        await stage.FailsAsync("body size limit exceeded", async connection =>
        {
            await connection.SendAsync(Head + framing);
            await connection.FloodAsync(prefix.Length == 0 ? Piece : [.. Encoding.ASCII.GetBytes(prefix), .. Piece, .. "\r\n"u8]);
        });
        Assert.InRange(stage.Server.SentBytes, 1, 64 << 20);
        Assert.Equal(1, stage.Stage.Metric("prometheus_target_scrapes_exceeded_body_size_limit_total"));
    }

    [Fact]
    public async Task Scrape_BodyOfJustTheLimit_IsOverIt()
    {
        await using var stage = new HostileStage("body_size_limit: 12B");
        await stage.FailsAsync("body size limit exceeded", HostileStage.Ok("aaaaaaa 123\n"));
        await stage.SucceedsAsync(HostileStage.Ok("aaaaaa 123\n"));
    }

    [Fact]
    public async Task Scrape_BodyDripsBeyondTheTimeout_EndsThen()
    {
        await using var stage = new HostileStage();
        await stage.TimesOutAsync("context deadline exceeded", async (connection, stalled) =>
        {
            await connection.SendAsync(Head + "Connection: close\r\n\r\n");
            for (var i = 0; i < 5; i++)
            {
                await connection.SendAsync("a ");
                await Task.Yield();
            }

            stalled.SetResult();
            await connection.StallAsync();
        });
    }

    [Fact]
    public async Task Scrape_NothingIsSaid_EndsAtTheTimeout()
    {
        await using var stage = new HostileStage();
        await stage.TimesOutAsync($"Get \"http://{stage.Server.Address}{HostileStage.Path}\": context deadline exceeded", async (connection, stalled) =>
        {
            stalled.SetResult();
            await connection.StallAsync();
        });
    }

    [Fact]
    public async Task Scrape_ContentLengthIsTooLong_IsAnUnexpectedEnd()
    {
        await using var stage = new HostileStage();
        await stage.FailsAsync("unexpected EOF", Head + "Content-Length: 4000\r\n\r\na 1\n");
    }

    [Fact]
    public async Task Scrape_ContentLengthIsTooShort_ReadsThatMuchOnly()
    {
        await using var stage = new HostileStage();
        await stage.SucceedsAsync(Head + "Content-Length: 4\r\n\r\na 1\nb 2\n");
        Assert.Empty(stage.Stage.Stored(DateTimeOffset.UnixEpoch, ("__name__", "b")));
        await stage.FailsAsync("expected", Head + "Content-Length: 6\r\n\r\na 1\nb 2\n");
    }

    [Theory]
    [InlineData("zz\r\na 1\n\r\n0\r\n\r\n")]
    [InlineData("-4\r\na 1\n\r\n0\r\n\r\n")]
    [InlineData("ffffffffffffffffff\r\na 1\n\r\n0\r\n\r\n")]
    [InlineData("4\r\na 1\nxxxxxxxx\r\n0\r\n\r\n")]
    [InlineData("4\r\na 1\n\r\n")]
    public async Task Scrape_ChunksAreRubbish_Fails(string chunks)
    {
        await using var stage = new HostileStage();
        await stage.FailsAsync("", Head + "Transfer-Encoding: chunked\r\n\r\n" + chunks);
    }

    [Fact]
    public async Task Scrape_ChunkHeaderIsEndless_Fails()
    {
        await using var stage = new HostileStage();
        await stage.FailsAsync("", async connection =>
        {
            await connection.SendAsync(Head + "Transfer-Encoding: chunked\r\n\r\n4;");
            await connection.FloodAsync(Encoding.ASCII.GetBytes(new string('x', 64 * 1024)));
        });
        Assert.InRange(stage.Server.SentBytes, 1, 64 << 20);
    }

    [Fact]
    public async Task Scrape_TrailersAreEndless_Fails()
    {
        await using var stage = new HostileStage();
        await stage.FailsAsync("", async connection =>
        {
            await connection.SendAsync(Head + "Transfer-Encoding: chunked\r\n\r\n4\r\na 1\n\r\n0\r\n");
            await connection.FloodAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("X-Trailer: something\r\n", 2000))));
        });
        Assert.InRange(stage.Server.SentBytes, 1, 64 << 20);
    }

    [Theory]
    [InlineData("text/plain; version=0.0.4")]
    [InlineData("application/openmetrics-text; version=1.0.0")]
    [InlineData("text/html")]
    [InlineData("")]
    public async Task Scrape_BodyIsEmpty_IsATargetWithoutSeries(string type)
    {
        await using var stage = new HostileStage();
        await stage.SucceedsAsync(HostileStage.Ok("", type));
        Assert.Equal(1, stage.Stage.Newest("up", "bad"));
    }

    [Fact]
    public async Task Scrape_ErrorWithHugeBody_SaysTheStatusAndReadsNoneOfIt()
    {
        await using var stage = new HostileStage();
        await stage.FailsAsync("server returned HTTP status 500 Internal Server Error", async connection =>
        {
            await connection.SendAsync("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 300000000\r\n\r\n");
            await connection.FloodAsync(Piece);
        });
        Assert.InRange(stage.Server.SentBytes, 1, 64 << 20);
    }

    [Theory]
    [InlineData("HTTP/1.1 503\r\nContent-Length: 0\r\n\r\n", "server returned HTTP status 503")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", "server returned HTTP status 204 No Content")]
    [InlineData("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", "server returned HTTP status 302 Found")]
    public async Task Scrape_AnotherStatus_IsTheError(string answer, string message)
    {
        await using var stage = new HostileStage();
        await stage.FailsAsync(message, answer);
    }
}
