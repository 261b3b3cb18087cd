using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Hosting.Http;

namespace Pharos.Server.Tests;

/// <summary>The whole server in the test's process, on a port of the system's choice.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly ServerApp _app;

    private RunningServer(ServerApp app)
    {
        _app = app;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://{app.Addresses[0]}/") };
    }

    public HttpClient Client { get; }

    public static ServerOptions Options { get; } = new() { Http = new HttpServerOptions { ListenAddresses = [new ListenAddress("127.0.0.1", 0)] } };

    public static async Task<RunningServer> StartAsync(ServerOptions? options = null)
    {
        var app = ServerApp.New(options ?? Options, NullLoggerFactory.Instance, TimeProvider.System);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningServer(app);
    }

    public Task<HttpResponseMessage> SendAsync(string method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
    }
}
