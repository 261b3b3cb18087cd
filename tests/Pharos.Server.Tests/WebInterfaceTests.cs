using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Pharos.Hosting.Http;
using Pharos.Server.Web;

namespace Pharos.Server.Tests;

public sealed class WebInterfaceTests
{
    private static readonly WebAssets Built = WebAssets.Of(
        ("index.html", "<title>PAGE_TITLE</title>"u8.ToArray()),
        ("favicon.svg", "<svg/>"u8.ToArray()),
        ("assets/app-1.js", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("let a=1;", 500)))),
        ("secret.txt", "not to be had"u8.ToArray()));

    [Fact]
    public async Task Page_Built_HasTheTitleEscapedAndAPolicy()
    {
        var answer = await AskAsync(Built, "/query", RunningServer.Options with { PageTitle = "<b>&" });
        Assert.Equal("<title>&lt;b&gt;&amp;</title>", answer.Body);
        Assert.Equal("text/html; charset=utf-8", answer.Response.ContentType);
        Assert.Equal("no-cache", answer.Response.Headers.CacheControl);
        Assert.Contains("script-src 'self';", answer.Response.Headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_NotBuilt_IsPlainAndSaysWhatThereIs()
    {
        var answer = await AskAsync(WebAssets.Of(), "/alerts");
        Assert.Contains("<h1>Pharos</h1>", answer.Body, StringComparison.Ordinal);
        Assert.Contains("Not built yet", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", answer.Body, StringComparison.Ordinal);
        Assert.All(Parts.All, part => Assert.Contains(part.Name, answer.Body, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/assets/app-1.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable")]
    [InlineData("/favicon.svg", "image/svg+xml", "public, max-age=3600")]
    public async Task Asset_IsSentWithTypeAndCaching(string path, string type, string caching)
    {
        var answer = await AskAsync(Built, path);
        Assert.Equal((200, type), (answer.Response.StatusCode, answer.Response.ContentType));
        Assert.Equal(caching, answer.Response.Headers.CacheControl);
    }

    [Fact]
    public async Task Asset_AskedAgainWithItsTag_IsNotSentAgain()
    {
        var tag = (await AskAsync(Built, "/assets/app-1.js")).Response.Headers.ETag.ToString();
        var answer = await AskAsync(Built, "/assets/app-1.js", headers: ("If-None-Match", $"\"other\", {tag}"));
        Assert.Equal((304, ""), (answer.Response.StatusCode, answer.Body));
    }

    [Fact]
    public async Task Asset_GzipAccepted_IsCompressed()
    {
        var answer = await AskAsync(Built, "/assets/app-1.js", headers: ("Accept-Encoding", "gzip"));
        Assert.Equal("gzip", answer.Response.Headers.ContentEncoding);
        using var gzip = new GZipStream(new MemoryStream(answer.Bytes), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        Assert.StartsWith("let a=1;", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(answer.Bytes.Length, answer.Response.ContentLength);
    }

    [Theory]
    [InlineData("/", "", null, "/query")]
    [InlineData("/", "?a=b", null, "/query")]
    [InlineData("/graph", "?g0.expr=up", null, "/query?g0.expr=up")]
    [InlineData("/graph", "", null, "/query?")]
    [InlineData("/", "", "http://proxy.example/prom/", "/prom/query")]
    [InlineData("/graph", "?x", "http://proxy.example/prom/", "/prom/query?x")]
    public async Task Path_OfEarlierVersions_LeadsToThePage(string path, string query, string? external, string location)
    {
        ExternalUrl? url = null;
        Assert.True(external is null || ExternalUrl.TryParse(external, out url, out _));
        var answer = (await AskAsync(Built, path + query, RunningServer.Options with { ExternalUrl = url, RoutePrefix = "/" })).Response;
        Assert.Equal((302, location), (answer.StatusCode, answer.Headers.Location.ToString()));
    }

    [Fact]
    public async Task Root_UnderAPrefixAlone_LeadsToThePageUnderIt()
    {
        var answer = (await AskAsync(Built, "/", RunningServer.Options with { RoutePrefix = "/a b" })).Response;
        Assert.Equal((302, "/a%20b/query"), (answer.StatusCode, answer.Headers.Location.ToString()));
    }

    [Theory]
    [InlineData("/assets/..%2fsecret.txt")]
    [InlineData("/assets/")]
    [InlineData("/assets/app-1.js/")]
    [InlineData("/secret.txt")]
    [InlineData("/index.html")]
    [InlineData("/assets/\0")]
    public async Task Path_NotAnAsset_IsNotThere(string path) => Assert.Equal(404, (await AskAsync(Built, path)).Response.StatusCode);

    [Theory]
    [InlineData("/assets/../secret.txt", "/secret.txt")]
    [InlineData("/assets/../../../../etc/passwd", "/etc/passwd")]
    public async Task Path_OutOfTheAssets_LeadsToWhereThereIsNothing(string path, string location)
    {
        var answer = (await AskAsync(Built, path)).Response;
        Assert.Equal((301, location), (answer.StatusCode, answer.Headers.Location.ToString()));
    }

    private static async Task<Answer> AskAsync(
        WebAssets assets, string path, ServerOptions? options = null, params (string Name, string Value)[] headers)
    {
        var router = new HttpRouter();
        WebInterface.AddTo(router, assets, options ?? RunningServer.Options, new ServerState(TimeProvider.System.GetUtcNow()), TimeProvider.System);
        var context = new DefaultHttpContext();
        var body = new MemoryStream();
        context.Request.Method = "GET";
        var query = path.IndexOf('?', StringComparison.Ordinal);
        context.Request.Path = query < 0 ? path : path[..query];
        context.Request.QueryString = new QueryString(query < 0 ? "" : path[query..]);
        context.Response.Body = body;
        foreach (var (name, value) in headers)
        {
            context.Request.Headers[name] = value;
        }

        await router.HandleAsync(context);
        return new Answer(context.Response, body.ToArray());
    }

    private sealed record Answer(HttpResponse Response, byte[] Bytes)
    {
        public string Body => Encoding.UTF8.GetString(Bytes);
    }
}
