using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Pharos.Rules.Tests.Notifying;

/// <summary>A server that answers nothing before the test says so. Disposing it breaks off what still waits for an answer.</summary>
internal sealed class FakeAlertmanager : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;
    private readonly Channel<ReceivedRequest> _received = Channel.CreateUnbounded<ReceivedRequest>();
    private readonly CancellationTokenSource _end = new();

    private FakeAlertmanager(WebApplication app)
    {
        _app = app;
    }

    /// <summary>Host and port.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()["http://".Length..];

    public string Url => $"http://{Address}/api/v2/alerts";

    public static async Task<FakeAlertmanager> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var fake = new FakeAlertmanager(builder.Build());
        fake._app.Run(fake.HandleAsync);
        await fake._app.StartAsync(TestContext.Current.CancellationToken);
        return fake;
    }

    /// <summary>Waits for the next request, which then waits for its answer.</summary>
    public async Task<ReceivedRequest> NextAsync() =>
        await _received.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TimeProvider.System);

    /// <summary>Waits for the next request and accepts it.</summary>
    /// <returns>The names of its alerts.</returns>
    public async Task<string> AcceptAsync()
    {
        var request = await NextAsync();
        request.Answer(StatusCodes.Status200OK);
        return request.Names;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _app.DisposeAsync();
        _end.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var request = new ReceivedRequest($"{context.Request.Method} {context.Request.Path}", headers, text);
        _received.Writer.TryWrite(request);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _end.Token);
        try
        {
            context.Response.StatusCode = await request.Status.WaitAsync(gone.Token);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }
}

/// <summary>A request that waits for its answer.</summary>
/// <param name="Line">Method and path.</param>
internal sealed record ReceivedRequest(string Line, IReadOnlyDictionary<string, string> Headers, string Body)
{
    private readonly TaskCompletionSource<int> _status = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<int> Status => _status.Task;

    public IEnumerable<JsonNode> Alerts => JsonNode.Parse(Body)!.AsArray()!;

    /// <summary>Those of the alerts, in their order.</summary>
    public string Names => string.Join(' ', Alerts.Select(static alert => alert["labels"]!["alertname"]!.GetValue<string>()));

    public void Answer(int status) => _status.SetResult(status);
}
