using Microsoft.AspNetCore.Http;
using Pharos.Hosting.Http;
using Pharos.Server.Api;
using Pharos.Server.Reloading;

namespace Pharos.Server.Web;

/// <summary>The routes that orchestrators ask: alive, ready, and requests to reload and to stop, where these are allowed.</summary>
internal static class HealthRoutes
{
    /// <param name="reloader">Null if requests may neither reload nor stop the server.</param>
    public static void AddTo(HttpRouter router, ServerState state, ServerReloader? reloader)
    {
        // The texts name the reference, because tools compare them whole.
        HttpHandler healthy = static context => PlainText.WriteAsync(context.Response, StatusCodes.Status200OK, "Prometheus Server is Healthy.\n");
        HttpHandler ready = context => ReadyAsync(context, state);
        router.Get("/-/healthy", healthy).Head("/-/healthy", healthy);
        router.Get("/-/ready", ready).Head("/-/ready", ready);
        HttpHandler reload = reloader is null ? Disabled : context => ReloadAsync(context, reloader);
        HttpHandler quit = reloader is null ? Disabled : context => QuitAsync(context, state);
        router.Post("/-/reload", reload).Put("/-/reload", reload).Get("/-/reload", WrongMethod);
        router.Post("/-/quit", quit).Put("/-/quit", quit).Get("/-/quit", WrongMethod);
    }

    private static Task ReadyAsync(HttpContext context, ServerState state)
    {
        if (state.Readiness == Readiness.Ready)
        {
            return PlainText.WriteAsync(context.Response, StatusCodes.Status200OK, "Prometheus Server is Ready.\n");
        }

        return ReadyGate.RefuseAsync(context, state);
    }

    private static async Task ReloadAsync(HttpContext context, ServerReloader reloader)
    {
        if (await reloader.ReloadAsync(context.RequestAborted) is { } error)
        {
            await PlainText.WriteAsync(context.Response, StatusCodes.Status500InternalServerError, $"failed to reload config: {error}\n");
        }
    }

    private static async Task QuitAsync(HttpContext context, ServerState state)
    {
        await PlainText.WriteAsync(context.Response, StatusCodes.Status200OK, "Requesting termination... Goodbye!");
        state.RequestStop();
    }

    private static Task Disabled(HttpContext context) =>
        PlainText.WriteAsync(context.Response, StatusCodes.Status403Forbidden, "Lifecycle API is not enabled.");

    private static Task WrongMethod(HttpContext context) =>
        PlainText.WriteAsync(context.Response, StatusCodes.Status405MethodNotAllowed, "Only POST or PUT requests allowed");
}
