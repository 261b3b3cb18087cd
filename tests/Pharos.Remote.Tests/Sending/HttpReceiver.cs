using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pharos.Remote.Tests.Messages;

namespace Pharos.Remote.Tests.Sending;

/// <summary>A receiver on a port of the system's choice. It reads what it gets, keeps what it accepts, and says how much that was.</summary>
internal sealed class HttpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HttpReceiver(WebApplication app)
    {
        _app = app;
    }

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/write";

    /// <summary>Set to answer with a status other than 204.</summary>
    public Func<int> Status { get; set; } = static () => StatusCodes.Status204NoContent;

    /// <summary>Headers of answers.</summary>
    public Dictionary<string, string> Answer { get; } = [];

    public ConcurrentQueue<Dictionary<string, string>> Headers { get; } = [];

    public ConcurrentQueue<DecodedRequest> Requests { get; } = [];

    /// <summary>What was accepted.</summary>
    public IEnumerable<DecodedEntry> Entries => Requests.SelectMany(static request => request.Entries);

    public static async Task<HttpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new HttpReceiver(app);
        app.Run(receiver.HandleAsync);
        await app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Headers.Enqueue(context.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        var isV2 = context.Request.ContentType!.Contains("io.prometheus.write.v2.Request", StringComparison.Ordinal);
        var request = DecodedRequest.OfBody(body.ToArray(), isV2);
        context.Response.StatusCode = Status();
        foreach (var (name, value) in Answer)
        {
            context.Response.Headers[name] = value;
        }

        if (context.Response.StatusCode / 100 == 2)
        {
            Requests.Enqueue(request);
            var counts = FakeReceiver.CountsOf(request);
            context.Response.Headers["X-Prometheus-Remote-Write-Samples-Written"] = counts.Samples.ToString(System.Globalization.CultureInfo.InvariantCulture);
            context.Response.Headers["X-Prometheus-Remote-Write-Histograms-Written"] = counts.Histograms.ToString(System.Globalization.CultureInfo.InvariantCulture);
            context.Response.Headers["X-Prometheus-Remote-Write-Exemplars-Written"] = counts.Exemplars.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        else
        {
            await context.Response.WriteAsync("not today" + new string('!', 2000));
        }
    }
}
