using Microsoft.AspNetCore.Http;
using Pharos.Hosting.Http;
using Pharos.Server.Api;

namespace Pharos.Server.Web;

/// <summary>
/// The route of consoles: pages made of the operator's templates. There is nothing yet that expands templates, and it says so of each that is there.
/// </summary>
internal sealed class Consoles(string folder, ServerState state)
{
    private const string Route = "/consoles/";

    public void AddTo(HttpRouter router) => router.Get(Route + "*", context =>
        state.Readiness == Readiness.Ready ? AnswerAsync(context) : ReadyGate.RefuseAsync(context, state));

    private Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var name = path[(path.IndexOf(Route, StringComparison.Ordinal) + Route.Length)..];
        var file = Path.Join(folder, name);
        if (name.Contains('\0', StringComparison.Ordinal) || !Path.Exists(file))
        {
            return PlainText.WriteAsync(context.Response, StatusCodes.Status404NotFound, $"open {file}: no such file or directory\n");
        }

        return Directory.Exists(file)
            ? PlainText.WriteAsync(context.Response, StatusCodes.Status500InternalServerError, $"read {Path.TrimEndingDirectorySeparator(file)}: is a directory\n")
            : PlainText.WriteAsync(context.Response, StatusCodes.Status501NotImplemented, "this version of Pharos does not expand console templates yet\n");
    }
}
