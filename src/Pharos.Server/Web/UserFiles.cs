using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Pharos.Hosting.Http;

namespace Pharos.Server.Web;

/// <summary>
/// The operator's own files below <c>/user</c>, as Go's file server gives them: the folder's index, or a list of what is in it. Links lead where they
/// lead, since who makes them is the operator. Paths have no dots in them any more when they come here.
/// </summary>
internal sealed class UserFiles(string folder)
{
    private const string Route = "/user/";
    private const string Index = "index.html";

    /// <summary>A longer list is of no use to anybody.</summary>
    private const int MostListed = 10_000;

    /// <summary>So much of a file without a known ending is looked at to tell text from other things.</summary>
    private const int SniffedBytes = 512;

    public void AddTo(HttpRouter router) => router.Get(Route + "*", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var name = path[(path.IndexOf(Route, StringComparison.Ordinal) + Route.Length)..];
        if (name == Index || name.EndsWith("/" + Index, StringComparison.Ordinal))
        {
            // The folder is its address.
            await Lead(context, "./");
            return;
        }

        try
        {
            await (name.Contains('\0', StringComparison.Ordinal) || name.Split('/').Contains("..") ? HttpRouter.NotFound(context) : SendAsync(context, name));
        }
        catch (UnauthorizedAccessException)
        {
            await PlainText.WriteAsync(context.Response, StatusCodes.Status403Forbidden, "403 Forbidden\n");
        }
        catch (IOException) when (!context.Response.HasStarted)
        {
            // Gone in between, or something that cannot be opened.
            await HttpRouter.NotFound(context);
        }
    }

    private Task SendAsync(HttpContext context, string name)
    {
        var full = Path.Join(folder, name);
        var last = Path.GetFileName(name.TrimEnd('/'));
        if (!Directory.Exists(full))
        {
            if (!File.Exists(Path.TrimEndingDirectorySeparator(full)))
            {
                return HttpRouter.NotFound(context);
            }

            return name.EndsWith('/') ? Lead(context, "../" + Uri.EscapeDataString(last)) : SendFileAsync(context, full);
        }

        if (name.Length > 0 && !name.EndsWith('/'))
        {
            return Lead(context, Uri.EscapeDataString(last) + "/");
        }

        var index = Path.Join(full, Index);
        return File.Exists(index) ? SendFileAsync(context, index) : SendListAsync(context, full);
    }

    private static Task Lead(HttpContext context, string location)
    {
        context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
        context.Response.Headers.Location = location + context.Request.QueryString;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    private static async Task SendFileAsync(HttpContext context, string path)
    {
        var (request, response) = (context.Request, context.Response);
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
        var changed = File.GetLastWriteTimeUtc(path).ToString("R", CultureInfo.InvariantCulture);
        response.Headers.LastModified = changed;
        if (request.Headers.IfModifiedSince == changed)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = await TypeAsync(path, file, context.RequestAborted);
        response.ContentLength = file.Length;
        await file.CopyToAsync(response.Body, context.RequestAborted);
    }

    private static async Task<string> TypeAsync(string path, FileStream file, CancellationToken cancellation)
    {
        var type = WebAsset.TypeOf(path);
        if (type != "application/octet-stream")
        {
            return type;
        }

        var start = new byte[SniffedBytes];
        var length = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellation);
        file.Position = 0;
        return start.AsSpan(0, length).ContainsAnyInRange((byte)0, (byte)8) ? type : "text/plain; charset=utf-8";
    }

    private static Task SendListAsync(HttpContext context, string folder)
    {
        var entries = new DirectoryInfo(folder).EnumerateFileSystemInfos().Take(MostListed)
            .Select(static entry => entry is DirectoryInfo ? entry.Name + "/" : entry.Name).Order(StringComparer.Ordinal);
        var page = new StringBuilder("<!doctype html>\n<meta name=\"viewport\" content=\"width=device-width\">\n<pre>\n");
        foreach (var entry in entries)
        {
            // With a dot before it, so that a colon in a name does not make it a URL of its own.
            var address = string.Join('/', entry.Split('/').Select(Uri.EscapeDataString));
            page.Append("<a href=\"./").Append(address).Append("\">").Append(WebUtility.HtmlEncode(entry)).Append("</a>\n");
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(page.Append("</pre>\n").ToString())).AsTask();
    }
}
