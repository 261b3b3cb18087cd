using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Pharos.Hosting.Metrics;

namespace Pharos.Hosting.Http;

/// <summary>Answers one request. Runs concurrently with itself.</summary>
public delegate Task HttpHandler(HttpContext context);

/// <summary>
/// The table of a program's routes: whole paths, and folders whose handler gets everything below them. Filled before the server starts,
/// only read afterwards.
/// </summary>
/// <remarks>
/// Paths are compared with all their escapes decoded, also those of slashes; a handler finds them so in its request.
/// A path with empty segments, or with <c>.</c> or <c>..</c> as segments, leads to the one without.
/// Paths outside the prefix do not exist, except <c>/</c>, which leads to the prefix. A path with a slash too many at its end leads to the
/// one without, and the other way round; to GET, a path in other case leads to the right one. A known path asked with another method is answered 405 with the methods it has; HEAD is a method
/// like the others, so that what does not offer it says so, as in the reference.
/// </remarks>
public sealed class HttpRouter
{
    private readonly Dictionary<string, Route> _routes = new(StringComparer.Ordinal);
    private readonly List<(string Folder, Route Route)> _folders = [];
    private readonly List<(string Folder, HttpHandler Handler)> _options = [];
    private readonly string _prefix;
    private readonly RequestMetrics? _metrics;

    /// <param name="prefix">Empty, or as <c>/prom</c>: with a slash at its start and none at its end. Nothing in it is escaped.</param>
    /// <param name="metrics">Measures the handlers of all routes, under their paths without the prefix; null if nobody does.</param>
    public HttpRouter(string prefix = "", RequestMetrics? metrics = null)
    {
        _prefix = prefix;
        _metrics = metrics;
    }

    /// <summary>All paths, with their prefix, and the methods of each.</summary>
    public IEnumerable<(string Path, string Method)> Routes =>
        _routes.Concat(_folders.Select(static one => KeyValuePair.Create(one.Folder + "*", one.Route)))
            .SelectMany(static one => one.Value.Methods.Select(method => (one.Key, method)));

    public HttpRouter Get(string path, HttpHandler handler) => Add(path, "GET", handler);

    public HttpRouter Head(string path, HttpHandler handler) => Add(path, "HEAD", handler);

    public HttpRouter Post(string path, HttpHandler handler) => Add(path, "POST", handler);

    public HttpRouter Put(string path, HttpHandler handler) => Add(path, "PUT", handler);

    /// <summary>Answers OPTIONS for all paths below a folder, whether there is anything or not: a browser asks before it asks.</summary>
    /// <param name="folder">With a slash at its end.</param>
    public HttpRouter Options(string folder, HttpHandler handler)
    {
        _options.Add((_prefix + folder, _metrics is null ? handler : _metrics.Measure(folder + "*path", handler)));
        return this;
    }

    /// <summary>Adds a path under the prefix. One that ends in <c>/*</c> stands for everything below it.</summary>
    public HttpRouter Add(string path, string method, HttpHandler handler)
    {
        var full = _prefix + path;
        Route? route;
        if (full.EndsWith("/*", StringComparison.Ordinal))
        {
            var folder = full[..^1];
            route = _folders.Find(one => one.Folder == folder).Route;
            if (route is null)
            {
                route = new Route();
                _folders.Add((folder, route));
            }
        }
        else if (!_routes.TryGetValue(full, out route))
        {
            _routes.Add(full, route = new Route());
        }

        route.Add(method, _metrics is null ? handler : _metrics.Measure(RouteName(path), handler));
        return this;
    }

    /// <summary>Answers the request, whatever it is.</summary>
    public Task HandleAsync(HttpContext context)
    {
        // Nothing that this server sends is meant to be taken for another type than it says.
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (context.Features.Get<IHttpRequestFeature>()?.RawTarget == "*")
        {
            return AnswerForServer(context);
        }

        var path = RequestPath.Of(context);
        if (CleanedPath.Of(path) is { } cleaned)
        {
            return Redirect(context, EscapedPath.Of(cleaned) + context.Request.QueryString, StatusCodes.Status301MovedPermanently);
        }

        if (context.Request.Method == "OPTIONS" && FindOptions(path) is { } answer)
        {
            return answer(context);
        }

        if (Find(path) is { } route)
        {
            // Made here: what is assigned as text is taken for escaped, and would be decoded once more.
            context.Request.Path = new PathString(path);
            return route.HandleAsync(context);
        }

        if (_prefix.Length > 0 && path == "/")
        {
            return Redirect(context, EscapedPath.Of(_prefix) + "/", StatusCodes.Status302Found);
        }

        if (FindNear(path, context.Request.Method) is { } near)
        {
            var isGet = context.Request.Method == "GET";
            return Redirect(
                context, EscapedPath.Of(near) + context.Request.QueryString, isGet ? StatusCodes.Status301MovedPermanently : StatusCodes.Status307TemporaryRedirect);
        }

        return NotFound(context);
    }

    public static Task NotFound(HttpContext context) => PlainText.WriteAsync(context.Response, StatusCodes.Status404NotFound, "404 page not found\n");

    /// <summary>As the reference names routes: what a folder's star stands for is a path.</summary>
    private static string RouteName(string path) => path.EndsWith("/*", StringComparison.Ordinal) ? path + "filepath" : path;

    private Route? Find(string path)
    {
        if (_routes.TryGetValue(path, out var route))
        {
            return route;
        }

        foreach (var (folder, below) in _folders)
        {
            if (path.StartsWith(folder, StringComparison.Ordinal))
            {
                return below;
            }
        }

        return null;
    }

    /// <summary>The path that was meant, if there is one that differs by a slash at the end or, for GET, by case, and that has this method.</summary>
    private string? FindNear(string path, string method)
    {
        var other = path.EndsWith('/') ? path[..^1] : path + "/";
        if (Find(other)?.Has(method) == true)
        {
            return other;
        }

        if (method != "GET")
        {
            return null;
        }

        foreach (var (known, route) in _routes)
        {
            if (route.Has(method) && (known.Equals(path, StringComparison.OrdinalIgnoreCase) || known.Equals(other, StringComparison.OrdinalIgnoreCase)))
            {
                return known;
            }
        }

        foreach (var (folder, below) in _folders)
        {
            if (below.Has(method) && path.StartsWith(folder, StringComparison.OrdinalIgnoreCase))
            {
                return folder + path[folder.Length..];
            }
        }

        return null;
    }

    private HttpHandler? FindOptions(string path) => _options.Find(options => path.StartsWith(options.Folder, StringComparison.Ordinal)).Handler;

    /// <summary>A question about the server as a whole, which only OPTIONS can ask. There is nothing to say.</summary>
    private static Task AnswerForServer(HttpContext context)
    {
        if (context.Request.Method != "OPTIONS")
        {
            return PlainText.WriteAsync(context.Response, StatusCodes.Status400BadRequest, "400 Bad Request\n");
        }

        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    /// <summary>Leads elsewhere, with a page that says so for those who do not follow by themselves.</summary>
    /// <param name="location">Escaped.</param>
    public static Task Redirect(HttpContext context, string location, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = location;
        if (context.Request.Method is not ("GET" or "HEAD"))
        {
            context.Response.ContentLength = 0;
            return Task.CompletedTask;
        }

        var page = Encoding.UTF8.GetBytes($"<a href=\"{WebUtility.HtmlEncode(location)}\">{ReasonPhrases.GetReasonPhrase(status)}</a>.\n\n");
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = page.Length;
        return context.Request.Method == "GET" ? context.Response.Body.WriteAsync(page).AsTask() : Task.CompletedTask;
    }

    /// <summary>The methods of a path, few enough to be looked through.</summary>
    private sealed class Route
    {
        private readonly List<(string Method, HttpHandler Handler)> _methods = [];
        private string _allow = "OPTIONS";

        public void Add(string method, HttpHandler handler)
        {
            _methods.Add((method, handler));
            _allow = string.Join(", ", _methods.Select(static one => one.Method).Append("OPTIONS").Order(StringComparer.Ordinal));
        }

        public IEnumerable<string> Methods => _methods.Select(static one => one.Method);

        public bool Has(string method) => _methods.Exists(one => one.Method == method);

        public Task HandleAsync(HttpContext context)
        {
            var asked = context.Request.Method;
            foreach (var (method, handler) in _methods)
            {
                if (string.Equals(method, asked, StringComparison.Ordinal))
                {
                    return handler(context);
                }
            }

            context.Response.Headers.Allow = _allow;
            if (asked == "OPTIONS")
            {
                context.Response.ContentLength = 0;
                return Task.CompletedTask;
            }

            return PlainText.WriteAsync(context.Response, StatusCodes.Status405MethodNotAllowed, "Method Not Allowed\n");
        }
    }
}
