using Microsoft.AspNetCore.Http;
using Pharos.Hosting.Http;

namespace Pharos.Server.Api;

/// <summary>Answers with 503 while the server starts or stops.</summary>
internal static class ReadyGate
{
    public static Task RefuseAsync(HttpContext context, ServerState state)
    {
        context.Response.Headers["X-Prometheus-Stopping"] = state.Readiness == Readiness.Stopping ? "true" : "false";
        return PlainText.WriteAsync(context.Response, StatusCodes.Status503ServiceUnavailable, "Service Unavailable");
    }
}
