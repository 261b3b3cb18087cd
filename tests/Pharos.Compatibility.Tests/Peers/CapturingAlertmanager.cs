using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Hosting.Http;

namespace Pharos.Compatibility.Tests.Peers;

/// <summary>A server that takes alerts of several senders, each below a path of its own, and keeps them.</summary>
internal sealed class CapturingAlertmanager : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly HttpServer _server;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<SentAlert>> _alerts = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="senders">The folders of their paths.</param>
    public CapturingAlertmanager(params string[] senders)
    {
        var router = new HttpRouter();
        foreach (var sender in senders)
        {
            _alerts.Add(sender, []);
            router.Post($"/{sender}/api/v2/alerts", context => TakeAsync(sender, context));
        }

        _server = new HttpServer(new HttpServerOptions { ListenAddresses = [new ListenAddress("127.0.0.1", 0)] }, router, NullLoggerFactory.Instance);
    }

    /// <summary>Host and port, once started.</summary>
    public string Address => _server.Addresses[0].ToString();

    public Task StartAsync() => _server.StartAsync(TestContext.Current.CancellationToken);

    /// <summary>Waits until the alerts of a sender are as wanted, and returns all that it has sent until then.</summary>
    public async Task<IReadOnlyList<SentAlert>> UntilAsync(string sender, Predicate<IReadOnlyList<SentAlert>> isWanted)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        while (true)
        {
            SentAlert[] sent;
            Task more;
            lock (_lock)
            {
                (sent, more) = ([.. _alerts[sender]], _more.Task);
            }

            if (isWanted(sent))
            {
                return sent;
            }

            try
            {
                await more.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException exception)
            {
                throw new TimeoutException($"{sender} has sent this alone:\n{string.Join('\n', sent.Select(static alert => alert.Json))}", exception);
            }
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TakeAsync(string sender, HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
        TaskCompletionSource more;
        lock (_lock)
        {
            _alerts[sender].AddRange(body.RootElement.EnumerateArray().Select(alert => new SentAlert(alert.Clone(), context.Request.ContentType)));
            (more, _more) = (_more, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        more.SetResult();
    }
}

/// <summary>An alert as it was sent.</summary>
internal sealed record SentAlert(JsonElement Json, string? ContentType)
{
    public string Name => Json.GetProperty("labels").GetProperty("alertname").GetString()!;

    public string Labels => JsonSerializer.Serialize(Json.GetProperty("labels"));

    public DateTimeOffset StartsAt => Json.GetProperty("startsAt").GetDateTimeOffset();

    public DateTimeOffset EndsAt => Json.GetProperty("endsAt").GetDateTimeOffset();

    /// <summary>All of it but the times, of which only the form is there, with the fields in their order.</summary>
    public string WithoutTimes => $"{ContentType} " + string.Join(", ", Json.EnumerateObject().Select(static one =>
        $"{one.Name}: {(one.Value.ValueKind == JsonValueKind.String ? Form(one.Value.GetString()!) : JsonSerializer.Serialize(one.Value))}"));

    private static string Form(string text) => DateTimeOffset.TryParse(text, out _) ? string.Concat(text.Select(static one => char.IsAsciiDigit(one) ? '0' : one)) : text;
}
