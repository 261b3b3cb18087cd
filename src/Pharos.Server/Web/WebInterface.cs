using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Pharos.Hosting.Http;

namespace Pharos.Server.Web;

/// <summary>
/// The web interface: its page at all paths that it has pages for, its files below <c>assets/</c>. Where it was not built, a plain page takes its place.
/// </summary>
internal static class WebInterface
{
    /// <summary>The page's title is put in when it is sent.</summary>
    private const string TitlePlaceholder = "PAGE_TITLE";

    private const string HomePage = "/query";

    /// <summary>The paths of pages, which clients have in bookmarks. All have the same content, which looks at its own address.</summary>
    private static readonly string[] Pages =
    [
        HomePage, "/alerts", "/rules", "/targets", "/service-discovery", "/alertmanager-discovery", "/config", "/flags", "/status", "/tsdb-status",
    ];

    /// <summary>Nothing from elsewhere, no scripts in the page. Styles may be inline: the component library sets its variables so.</summary>
    private const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
        "base-uri 'none'; form-action 'self'";

    public static void AddTo(HttpRouter router, WebAssets assets, ServerOptions options, ServerState state, TimeProvider time)
    {
        HttpHandler page = assets.Find("index.html") is { } index
            ? Page(WithTitle(index, options.PageTitle))
            : context => WriteAsync(context, new WebAsset("index.html", PlainPage.Render(options, state, time)), "no-store");

        // The address users see may be another than that of the routes, where something in between rewrites paths.
        var outside = options.ExternalUrl?.Path ?? EscapedPath.Of(options.EffectivePrefix);
        router.Get("/", context => HttpRouter.Redirect(context, outside + HomePage, StatusCodes.Status302Found));
        router.Get("/graph", context => HttpRouter.Redirect(context, outside + HomePage + "?" + context.Request.QueryString.Value?.TrimStart('?'), StatusCodes.Status302Found));
        foreach (var path in Pages)
        {
            router.Get(path, page);
        }

        foreach (var path in (string[])["/favicon.svg", "/favicon.ico", "/manifest.json"])
        {
            Add(path, context => assets.Find(path[1..]) is { } asset ? WriteAsync(context, asset, "public, max-age=3600") : HttpRouter.NotFound(context));
        }

        // Names below assets/ carry a hash of the content: what was fetched once is good for ever.
        var folder = options.EffectivePrefix.Length + 1;
        Add("/assets/*", context => assets.Find(context.Request.Path.Value![folder..]) is { } asset
            ? WriteAsync(context, asset, "public, max-age=31536000, immutable")
            : HttpRouter.NotFound(context));

        void Add(string path, HttpHandler handler) => router.Get(path, handler);
    }

    private static HttpHandler Page(WebAsset page) => context => WriteAsync(context, page, "no-cache");

    private static WebAsset WithTitle(WebAsset index, string title) => new(
        "index.html",
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(index.Content).Replace(TitlePlaceholder, WebUtility.HtmlEncode(title), StringComparison.Ordinal)));

    private static Task WriteAsync(HttpContext context, WebAsset asset, string cacheControl)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.CacheControl = cacheControl;
        response.Headers.ETag = asset.ETag;
        response.Headers.Vary = "Accept-Encoding";
        if (asset.ContentType.StartsWith("text/html", StringComparison.Ordinal))
        {
            // What the operator says in the web configuration file stands there already, and goes before.
            response.Headers.TryAdd("Content-Security-Policy", PagePolicy);
            response.Headers["Referrer-Policy"] = "same-origin";
        }

        if (request.Headers.IfNoneMatch.ToString().Contains(asset.ETag, StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        var body = asset.Content;
        if (asset.IsText && AcceptEncoding.TakesGzip(request.Headers.AcceptEncoding))
        {
            response.Headers.ContentEncoding = "gzip";
            body = asset.Gzip;
        }

        response.ContentType = asset.ContentType;
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body).AsTask();
    }
}
