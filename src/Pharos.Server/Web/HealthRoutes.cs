using Microsoft.AspNetCore.Http;
using Pharos.Hosting.Http;
using Pharos.Server.Api;

namespace Pharos.Server.Web;

/// <summary>The routes that orchestrators ask: alive, ready, and the lifecycle requests this version refuses.</summary>
internal static class HealthRoutes
{
    public static void AddTo(HttpRouter router, ServerState state)
    {
        // The texts name the reference, because tools compare them whole.
        HttpHandler healthy = static context => PlainText.WriteAsync(context.Response, StatusCodes.Status200OK, "Prometheus Server is Healthy.\n");
        HttpHandler ready = context => ReadyAsync(context, state);
        router.Get("/-/healthy", healthy).Head("/-/healthy", healthy);
        router.Get("/-/ready", ready).Head("/-/ready", ready);
        foreach (var path in (string[])["/-/quit", "/-/reload"])
        {
            router.Post(path, Disabled).Put(path, Disabled).Get(path, WrongMethod);
        }
    }

    private static Task ReadyAsync(HttpContext context, ServerState state)
    {
        if (state.Readiness == Readiness.Ready)
        {
            return PlainText.WriteAsync(context.Response, StatusCodes.Status200OK, "Prometheus Server is Ready.\n");
        }

        return ReadyGate.RefuseAsync(context, state);
    }

    private static Task Disabled(HttpContext context) =>
        PlainText.WriteAsync(context.Response, StatusCodes.Status403Forbidden, "Lifecycle API is not enabled.");

    private static Task WrongMethod(HttpContext context) =>
        PlainText.WriteAsync(context.Response, StatusCodes.Status405MethodNotAllowed, "Only POST or PUT requests allowed");
}
