using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pharos.Testing.Waiting;

namespace Pharos.Discovery.Tests.Servers;

/// <summary>A request as it came.</summary>
internal sealed record ApiRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Line => $"{Method} {Path}{Query}";
}

/// <summary>Answers as an API does: what the test says, by path. What it has no answer for is not found.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, Func<ApiRequest, ApiReply>> _replies = new();

    private readonly SemaphoreSlim _came = new(0);

    private ApiServer(WebApplication application)
    {
        _application = application;
    }

    public string Url => _application.Urls.First();

    public string Address => Url["http://".Length..];

    public ConcurrentQueue<ApiRequest> Requests { get; } = new();

    /// <param name="socket">The path of a Unix socket to listen on; by default a port is.</param>
    public static async Task<ApiServer> StartAsync(string? socket = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            if (socket is not null)
            {
                options.ListenUnixSocket(socket);
            }
        });
        if (socket is null)
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        }

        var server = new ApiServer(builder.Build());
        server._application.Run(server.ReplyAsync);
        await server._application.StartAsync();
        return server;
    }

    /// <param name="path">With a query only if it is told apart by that.</param>
    public ApiServer On(string path, string json) => On(path, _ => new ApiReply(json));

    public ApiServer On(string path, Func<ApiRequest, ApiReply> reply)
    {
        _replies[path] = reply;
        return this;
    }

    /// <summary>Until that many requests have come.</summary>
    public async Task UntilAsync(int requests)
    {
        while (Requests.Count < requests)
        {
            Assert.True(await _came.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        }
    }

    public string Header(string name) => Requests.Last().Headers.GetValueOrDefault(name, "");

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        _came.Dispose();
    }

    private async Task ReplyAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var headers = context.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var path = context.Request.Path.Value ?? "";
        var query = context.Request.QueryString.ToString();
        var request = new ApiRequest(context.Request.Method, path, query, headers, await reader.ReadToEndAsync());
        var reply = _replies.TryGetValue(path + query, out var exact) ? exact(request)
            : _replies.TryGetValue(path, out var any) ? any(request)
            : new ApiReply("{}") { Status = 404 };

        // Only now: a test that waits for the request may change the replies.
        Requests.Enqueue(request);
        _came.Release();
        if (reply.Holds)
        {
            // Until the client goes, as one that waits for a change.
            await context.RequestAborted.UntilCancelledAsync();
            return;
        }

        context.Response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers)
        {
            context.Response.Headers.Append(name, value);
        }

        // A reply without a body must not begin one: with some statuses that breaks the connection.
        if (reply.Body.Length > 0)
        {
            context.Response.ContentType = reply.ContentType;
            await context.Response.WriteAsync(reply.Body);
        }
    }
}

internal sealed record ApiReply(string Body)
{
    public int Status { get; init; } = 200;

    public string ContentType { get; init; } = "application/json";

    public (string Name, string Value)[] Headers { get; init; } = [];

    /// <summary>There is no answer.</summary>
    public bool Holds { get; init; }
}
