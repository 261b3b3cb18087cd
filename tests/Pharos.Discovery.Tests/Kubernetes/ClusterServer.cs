using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Pharos.Discovery.Tests.Servers;

namespace Pharos.Discovery.Tests.Kubernetes;

/// <summary>Answers as the API server of a cluster does: lists what the test says, and hands watches over to the test.</summary>
internal sealed class ClusterServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, string[]> _objects = new();
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _others = new();
    private readonly ConcurrentDictionary<string, Channel<ServerWatch>> _watches = new();
    private readonly ConcurrentDictionary<string, Queue<Func<HttpContext, Task>>> _scripted = new();
    private readonly SemaphoreSlim _came = new(0);
    private readonly ConcurrentQueue<ServerWatch> _open = new();

    private ClusterServer(WebApplication application)
    {
        _application = application;
    }

    public string Url => _application.Urls.First();

    /// <summary>Objects in a page, if requests set a limit; all by default.</summary>
    public int PageSize { get; set; } = int.MaxValue;

    public string Version { get; set; } = "100";

    public ConcurrentQueue<ApiRequest> Requests { get; } = new();

    public IEnumerable<string> Lines => Requests.Select(static request => request.Line);

    /// <param name="certificate">With it the server speaks TLS.</param>
    public static async Task<ClusterServer> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        if (certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        var server = new ClusterServer(builder.Build());
        server._application.Run(server.ReplyAsync);
        await server._application.StartAsync();
        return server;
    }

    /// <summary>What a list of the path has.</summary>
    public ClusterServer On(string path, params string[] objects)
    {
        _objects[path] = objects;
        return this;
    }

    /// <summary>What every request of a path gets that is no list.</summary>
    public ClusterServer Always(string path, Func<HttpContext, Task> reply)
    {
        _others[path] = reply;
        return this;
    }

    /// <summary>What the next request of the path gets, before lists and watches; more than once in order.</summary>
    public ClusterServer Next(string path, Func<HttpContext, Task> reply)
    {
        var queue = _scripted.GetOrAdd(path, static _ => new Queue<Func<HttpContext, Task>>());
        lock (queue)
        {
            queue.Enqueue(reply);
        }

        return this;
    }

    public ClusterServer NextFails(string path, int status, string reason, string message) => Next(path, context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync($$"""{"kind": "Status", "status": "Failure", "message": "{{message}}", "reason": "{{reason}}", "code": {{status}}}""");
    });

    /// <summary>Waits for the next watch of the path.</summary>
    public async Task<ServerWatch> WatchAsync(string path) =>
        await Watches(path).Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Until that many requests have come.</summary>
    public async Task UntilAsync(int requests)
    {
        while (Requests.Count < requests)
        {
            Assert.True(await _came.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var watch in _open)
        {
            watch.End();
        }

        await _application.StopAsync();
        await _application.DisposeAsync();
        _came.Dispose();
    }

    private Channel<ServerWatch> Watches(string path) => _watches.GetOrAdd(path, static _ => Channel.CreateUnbounded<ServerWatch>());

    private async Task ReplyAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        var headers = context.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Requests.Enqueue(new ApiRequest(context.Request.Method, path, Uri.UnescapeDataString(context.Request.QueryString.ToString()), headers, ""));
        _came.Release();
        if (Scripted(path) is { } reply)
        {
            await reply(context);
        }
        else if (_others.TryGetValue(path, out var other))
        {
            await other(context);
        }
        else if (!_objects.TryGetValue(path, out var objects))
        {
            context.Response.StatusCode = 404;
        }
        else if (context.Request.Query["watch"] == "true")
        {
            var watch = new ServerWatch(context.Request.QueryString.ToString());
            _open.Enqueue(watch);
            Watches(path).Writer.TryWrite(watch);
            await watch.RunAsync(context);
        }
        else
        {
            await ListAsync(context, objects);
        }
    }

    private Func<HttpContext, Task>? Scripted(string path)
    {
        if (!_scripted.TryGetValue(path, out var queue))
        {
            return null;
        }

        lock (queue)
        {
            return queue.TryDequeue(out var reply) ? reply : null;
        }
    }

    private async Task ListAsync(HttpContext context, string[] objects)
    {
        var first = int.TryParse(context.Request.Query["continue"], out var start) ? start : 0;
        var count = context.Request.Query.ContainsKey("limit") ? Math.Min(PageSize, objects.Length - first) : objects.Length;
        var rest = first + count < objects.Length ? $", \"continue\": \"{first + count}\"" : "";
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync($$"""{"kind": "List", "metadata": {"resourceVersion": "{{Version}}"{{rest}}}, "items": [{{string.Join(", ", objects.Skip(first).Take(count))}}]}""");
    }
}

/// <summary>A watch that a client has begun. What is sent is sent at once.</summary>
internal sealed class ServerWatch(string query)
{
    private readonly Channel<(string Text, TaskCompletionSource Sent)> _pieces = Channel.CreateUnbounded<(string, TaskCompletionSource)>();
    private bool _isAborted;

    public string Query { get; } = Uri.UnescapeDataString(query);

    /// <summary>An event, such as ADDED, of an object.</summary>
    public Task SendAsync(string type, string json) => SendRawAsync($$"""{"type": "{{type}}", "object": {{json.ReplaceLineEndings(" ")}}}""" + "\n");

    public Task SendRawAsync(string text)
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _pieces.Writer.TryWrite((text, sent));
        return sent.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public void End() => _pieces.Writer.TryComplete();

    /// <summary>Breaks the connection off.</summary>
    public void Abort()
    {
        _isAborted = true;
        End();
    }

    public async Task RunAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json;stream=watch";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await context.Response.Body.FlushAsync();
        try
        {
            await foreach (var (text, sent) in _pieces.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync(text);
                await context.Response.Body.FlushAsync();
                sent.SetResult();
            }
        }
        catch (OperationCanceledException)
        {
            // The client has gone; that ends a watch as well as anything.
            return;
        }

        if (_isAborted)
        {
            context.Abort();
        }
    }
}
