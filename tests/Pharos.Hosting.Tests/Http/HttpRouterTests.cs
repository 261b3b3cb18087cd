using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Pharos.Hosting.Http;

namespace Pharos.Hosting.Tests.Http;

public sealed class HttpRouterTests
{
    [Theory]
    [InlineData("GET", "/a", 200, "got /a")]
    [InlineData("POST", "/a", 200, "posted")]
    [InlineData("GET", "/files/x/y", 200, "got /files/x/y")]
    [InlineData("GET", "/files/", 200, "got /files/")]
    [InlineData("GET", "/nothing", 404, "404 page not found\n")]
    [InlineData("POST", "/nothing", 404, "404 page not found\n")]
    [InlineData("GET", "/A", 301, "<a href=\"/a\">Moved Permanently</a>.\n\n")]
    [InlineData("GET", "/FILES/X", 301, "<a href=\"/files/X\">Moved Permanently</a>.\n\n")]
    [InlineData("GET", "/A/", 301, "<a href=\"/a\">Moved Permanently</a>.\n\n")]
    [InlineData("POST", "/A", 404, "404 page not found\n")]
    [InlineData("POST", "/a/", 307, "")]
    [InlineData("PUT", "/a/", 404, "404 page not found\n")]
    [InlineData("HEAD", "/files", 404, "")]
    [InlineData("DELETE", "/a", 405, "Method Not Allowed\n")]
    [InlineData("get", "/a", 405, "Method Not Allowed\n")]
    [InlineData("HEAD", "/a", 405, "")]
    [InlineData("OPTIONS", "/a", 200, "")]
    public async Task HandleAsync_Request_IsAnsweredByItsRoute(string method, string path, int status, string body)
    {
        var context = await AskAsync(Router(), method, path);
        Assert.Equal(status, context.Response.StatusCode);
        Assert.Equal(body, Body(context));
        Assert.Equal("nosniff", context.Response.Headers.XContentTypeOptions);
    }

    [Theory]
    [InlineData("PATCH", "/a", "GET, OPTIONS, POST")]
    [InlineData("OPTIONS", "/files/x", "GET, OPTIONS")]
    public async Task HandleAsync_OtherMethod_NamesThoseThatThereAre(string method, string path, string allow) =>
        Assert.Equal(allow, (await AskAsync(Router(), method, path)).Response.Headers.Allow);

    [Theory]
    [InlineData("", "/a/", "/a")]
    [InlineData("/prom", "/PROM/A", "/prom/a")]
    [InlineData("", "/files", "/files/")]
    [InlineData("/prom", "/", "/prom/")]
    [InlineData("/prom", "/prom", "/prom/")]
    [InlineData("/prom", "/prom/a/", "/prom/a")]
    public async Task HandleAsync_SlashTooManyOrTooFew_LeadsToThePath(string prefix, string path, string location)
    {
        var context = await AskAsync(Router(prefix), "GET", path);
        Assert.Contains(context.Response.StatusCode, (int[])[301, 302]);
        Assert.Equal(location, context.Response.Headers.Location);
    }

    [Fact]
    public async Task HandleAsync_SlashTooMany_KeepsTheQuery() =>
        Assert.Equal("/a?q=%2F", (await AskAsync(Router(), "GET", "/a/", "?q=%2F")).Response.Headers.Location);

    [Theory]
    [InlineData("/a")]
    [InlineData("/promenade")]
    public async Task HandleAsync_OutsideThePrefix_IsNotThere(string path) =>
        Assert.Equal(404, (await AskAsync(Router("/prom"), "GET", path)).Response.StatusCode);

    [Theory]
    [InlineData("//a", "//a", "/a")]
    [InlineData("/files//x///y/", "/files//x///y/", "/files/x/y/")]
    [InlineData("//evil.example/", "//evil.example/", "/evil.example/")]
    [InlineData("/a", "/files/../a", "/a")]
    [InlineData("/a", "/./a", "/a")]
    [InlineData("/files/", "/files/x/..", "/files/")]
    [InlineData("/a", "/.well/../a", "/a")]
    public async Task HandleAsync_PathThatIsNotClean_LeadsToTheCleanOne(string path, string target, string location)
    {
        var context = await AskAsync(Router(), "GET", path, "?q=1", target);
        Assert.Equal(301, context.Response.StatusCode);
        Assert.Equal(location + "?q=1", context.Response.Headers.Location);
    }

    [Theory]
    [InlineData("/%61", "/a")]
    [InlineData("/files%2Fx", "/files/x")]
    [InlineData("/files/%25", "/files/%")]
    [InlineData("/files/%C3%A4", "/files/\u00e4")]
    [InlineData("/files/%zz", "/files/%zz")]
    [InlineData("/files/%252e%252e/%252Fx", "/files/%2e%2e/%2Fx")]
    public async Task HandleAsync_Escapes_AreDecodedOnce(string target, string path)
    {
        var context = await AskAsync(Router(), "GET", "/ignored", "", target);
        Assert.Equal((200, "got " + path), (context.Response.StatusCode, Body(context)));
    }

    [Theory]
    [InlineData("/files/x/%2e%2e/%2E/y", "/files/y")]
    [InlineData("/..%2f..%2fetc%2fpasswd", "/etc/passwd")]
    [InlineData("/a/%C3%A4 %25/..//%C3%A4 %25", "/a/%C3%A4%20%25")]
    public async Task HandleAsync_EscapedDots_LeadToTheCleanPath(string target, string location)
    {
        var context = await AskAsync(Router(), "GET", "/ignored", "", target);
        Assert.Equal((301, location), (context.Response.StatusCode, context.Response.Headers.Location.ToString()));
    }

    [Theory]
    [InlineData("OPTIONS", 200)]
    [InlineData("GET", 400)]
    public async Task HandleAsync_WholeServer_OnlyHasOptions(string method, int status)
    {
        var context = await AskAsync(Router(), method, "/", "", "*");
        Assert.Equal((status, ""), (context.Response.StatusCode, context.Response.Headers.Allow.ToString()));
    }

    [Theory]
    [InlineData("/files/..x", "/files/..x")]
    [InlineData("/files/.x/...", "/files/.x/...")]
    [InlineData("/a", "/a?x=/../y//z")]
    [InlineData("/a", "http://pharos.example/a")]
    public async Task HandleAsync_DotsElsewhere_AreNoReason(string path, string target) =>
        Assert.Equal(200, (await AskAsync(Router(), "GET", path, "", target)).Response.StatusCode);

    private static HttpRouter Router(string prefix = "") => new HttpRouter(prefix)
        .Get("/", Got)
        .Get("/a", Got)
        .Post("/a", static context => PlainText.WriteAsync(context.Response, 200, "posted"))
        .Get("/files/*", Got);

    private static Task Got(HttpContext context) => PlainText.WriteAsync(context.Response, 200, "got " + context.Request.Path.Value);

    private static async Task<HttpContext> AskAsync(HttpRouter router, string method, string path, string query = "", string target = "")
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Path = path;
        context.Request.QueryString = new QueryString(query);
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        context.Response.Body = new MemoryStream();
        await router.HandleAsync(context);
        return context;
    }

    private static string Body(HttpContext context) => Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());
}
