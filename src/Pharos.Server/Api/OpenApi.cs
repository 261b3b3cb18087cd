using System.Text;
using Microsoft.AspNetCore.Http;
using Pharos.Hosting.Http;
using Pharos.Server.Api.Description;

namespace Pharos.Server.Api;

/// <summary>The route that describes the API to programs.</summary>
internal sealed class OpenApi(ServerOptions options, ServerState state)
{
    private readonly Lazy<byte[]> _older = new(() => Write(options, isNewer: false));
    private readonly Lazy<byte[]> _newer = new(() => Write(options, isNewer: true));

    public void AddTo(HttpRouter router) => router.Get("/api/v1/openapi.yaml", context =>
        state.Readiness == Readiness.Ready ? AnswerAsync(context) : ReadyGate.RefuseAsync(context, state));

    private Task AnswerAsync(HttpContext context)
    {
        var isNewer = context.Request.Query["openapi_version"].ToString() is "3.2" or "3.2.0";
        var document = (isNewer ? _newer : _older).Value;
        context.Response.ContentType = "application/yaml; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache, no-store, must-revalidate";
        context.Response.ContentLength = document.Length;
        return context.Response.Body.WriteAsync(document).AsTask();
    }

    private static byte[] Write(ServerOptions options, bool isNewer)
    {
        // Relative to where the document was fetched, unless users reach the server elsewhere.
        var server = options.ExternalUrl is { } external ? external.Text.TrimEnd('/') + "/api/v1" : options.EffectivePrefix + "/api/v1";
        return Encoding.UTF8.GetBytes(OpenApiDocument.Write(isNewer, server, options.Build.Version));
    }
}
