using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Hosting.Http;

namespace Pharos.Compatibility.Tests.Peers;

/// <summary>A web server with fixed expositions to be scraped, on a port of the system's choice.</summary>
internal sealed class ServedExpositions : IAsyncDisposable
{
    private readonly HttpRouter _router = new();
    private readonly HttpServer _server;

    public ServedExpositions()
    {
        var options = new HttpServerOptions { ListenAddresses = [new ListenAddress("127.0.0.1", 0)] };
        _server = new HttpServer(options, _router, NullLoggerFactory.Instance);
    }

    /// <summary>Host and port, once started.</summary>
    public string Address => _server.Addresses[0].ToString();

    public void Add(string path, string contentType, byte[] exposition) => Add(path, async context =>
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = exposition.Length;
        await context.Response.Body.WriteAsync(exposition);
    });

    public void Add(string path, HttpHandler handler) => _router.Get(path, handler);

    public Task StartAsync() => _server.StartAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
