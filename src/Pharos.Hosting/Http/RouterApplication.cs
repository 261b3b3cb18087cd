using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;

namespace Pharos.Hosting.Http;

/// <summary>Between Kestrel and the router: makes the context of a request, and is the one place where a handler's exception ends.</summary>
/// <param name="handler">Answers requests.</param>
/// <param name="readTimeout">How long the body of a request may take to arrive; zero for no limit.</param>
/// <param name="time">Measures that.</param>
/// <param name="log">Gets what handlers throw.</param>
internal sealed class RouterApplication(HttpHandler handler, TimeSpan readTimeout, TimeProvider time, ILogger log) : IHttpApplication<DefaultHttpContext>
{
    public DefaultHttpContext CreateContext(IFeatureCollection contextFeatures)
    {
        // A connection's requests come one after the other: they share one context object.
        if (contextFeatures is IHostContextContainer<DefaultHttpContext> container)
        {
            if (container.HostContext is { } used)
            {
                used.Initialize(contextFeatures);
                return used;
            }

            return container.HostContext = new DefaultHttpContext(contextFeatures);
        }

        return new DefaultHttpContext(contextFeatures);
    }

    public async Task ProcessRequestAsync(DefaultHttpContext context)
    {
        BodyDeadline.Set(context, readTimeout, time);
        try
        {
            await (ExpectsWhatIsNot(context.Request) ? RefuseAsync(context) : handler(context));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; nobody waits for an answer.
        }
        catch (BadHttpRequestException exception)
        {
            await FailAsync(context, exception.StatusCode, exception.Message);
        }
        catch (Exception exception)
        {
            log.Error("Request failed", [("method", context.Request.Method), ("path", context.Request.Path.Value), ("err", exception.ToString())]);
            await FailAsync(context, StatusCodes.Status500InternalServerError, "Internal Server Error");
        }
    }

    public void DisposeContext(DefaultHttpContext context, Exception? exception)
    {
        Debug.Assert(exception is null or BadHttpRequestException or OperationCanceledException, "Handlers' exceptions end in ProcessRequestAsync.");
        context.Uninitialize();
    }

    /// <summary>The one expectation there is, to be told to go on, is Kestrel's; it lets all others pass, with a body or without.</summary>
    private static bool ExpectsWhatIsNot(HttpRequest request) =>
        request.Headers.Expect is { Count: > 0 } expected && !expected.ToString().Contains("100-continue", StringComparison.OrdinalIgnoreCase);

    private static Task RefuseAsync(HttpContext context)
    {
        // What the client would have done had it been met is not known: a body may follow or not.
        context.Response.Headers.Connection = "close";
        context.Response.StatusCode = StatusCodes.Status417ExpectationFailed;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    private static async Task FailAsync(DefaultHttpContext context, int status, string text)
    {
        if (context.Response.HasStarted)
        {
            // Half an answer has gone out: break the connection, so that it is not taken for a whole one.
            context.Abort();
            return;
        }

        context.Response.Clear();
        await PlainText.WriteAsync(context.Response, status, text + "\n");
    }
}
