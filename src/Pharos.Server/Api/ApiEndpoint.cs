using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Pharos.Foundation.Logging;
using Pharos.Hosting.Http;
using Pharos.PromQL;
using Pharos.PromQL.Syntax;
using Pharos.Server.Web;
using Pharos.Storage;

namespace Pharos.Server.Api;

/// <summary>Writes the data of an answer, and says what the user should know beside it.</summary>
internal delegate Task<ApiNotes> ApiHandler(ApiRequest request, ApiAnswer answer, CancellationToken cancellation);

/// <summary>What stands beside the data of an answer.</summary>
internal sealed record ApiNotes(IReadOnlyList<string> Warnings, IReadOnlyList<string> Infos)
{
    public static ApiNotes None { get; } = new([], []);
}

/// <summary>Turns a handler into a route: parameters, the envelope around the data, errors and their status, compression.</summary>
internal sealed class ApiEndpoint
{
    private readonly ServerState _state;
    private readonly Cors _cors;
    private readonly ILogger _log;

    public ApiEndpoint(ServerState state, Cors cors, ILogger log)
    {
        _state = state;
        _cors = cors;
        _log = log;
    }

    /// <summary>Tells browsers in advance who may ask for what.</summary>
    public void AddOptions(HttpRouter router) => router.Options("/api/v1/", Of(static (_, _, _) => Task.FromResult(ApiNotes.None)));

    public HttpHandler Of(ApiHandler handler) => context =>
        _state.Readiness == Readiness.Ready ? HandleAsync(context, handler) : ReadyGate.RefuseAsync(context, _state);

    /// <summary>A route that answers while the server starts and stops, too.</summary>
    public HttpHandler Always(ApiHandler handler) => context => HandleAsync(context, handler);

    private async Task HandleAsync(HttpContext context, ApiHandler handler)
    {
        await using var answer = new ApiAnswer(context);
        _cors.Apply(context);
        try
        {
            var request = await ApiRequest.ReadAsync(context);
            var notes = await handler(request, answer, context.RequestAborted);
            await answer.CompleteAsync(notes);
        }
        catch (Exception exception) when (!context.Response.HasStarted && Explain(exception) is not null)
        {
            await answer.FailAsync(Explain(exception)!);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads the answer.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            _log.Error("A request failed unexpectedly", [("path", context.Request.Path.Value ?? ""), ("err", exception.ToString())]);
            await answer.FailAsync(new ApiException(ApiErrorKind.Internal, exception.Message));
        }
    }

    /// <summary>What is expected to go wrong, as the API says it; null for anything else.</summary>
    private static ApiException? Explain(Exception exception) => exception switch
    {
        ApiException known => known,
        PromQLSyntaxException syntax => ApiException.InvalidParameter("query", syntax.Message),
        QueryException { Kind: QueryErrorKind.BadData } query => ApiException.InvalidParameter("query", query.Message),
        QueryException { Kind: QueryErrorKind.Timeout } query => new ApiException(ApiErrorKind.Timeout, query.Message),
        QueryException { Kind: QueryErrorKind.Canceled } query => new ApiException(ApiErrorKind.Canceled, query.Message),
        QueryException query => new ApiException(ApiErrorKind.Execution, query.Message),
        CorruptionException corruption => new ApiException(ApiErrorKind.Internal, corruption.Message),
        _ => null,
    };
}
