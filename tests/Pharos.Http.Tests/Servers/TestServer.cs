using System.Collections.Concurrent;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Pharos.Http.Tests.Servers;

/// <summary>A real server that remembers what it saw.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<SeenRequest> _seen = new();

    private TestServer(WebApplication app)
    {
        _app = app;
    }

    /// <summary>May be changed while the server runs; new connections get it.</summary>
    public X509Certificate2? Certificate { get; set; }

    public IReadOnlyList<SeenRequest> Seen => [.. _seen];

    public SeenRequest Last => Seen[^1];

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public int Port => Url.Port;

    public static async Task<TestServer> StartAsync(
        Func<HttpContext, Task>? answer = null,
        X509Certificate2? certificate = null,
        bool wantsClientCertificate = false,
        string? unixSocket = null,
        SslProtocols protocols = SslProtocols.None)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        TestServer? server = null;
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            void Configure(ListenOptions listen)
            {
                listen.Protocols = certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
                if (certificate is not null)
                {
                    listen.UseHttps(https =>
                    {
                        https.ServerCertificateSelector = (_, _) => server!.Certificate;
                        https.SslProtocols = protocols;
                        https.ClientCertificateMode = wantsClientCertificate ? ClientCertificateMode.RequireCertificate : ClientCertificateMode.NoCertificate;
                        https.AllowAnyClientCertificate();
                    });
                }
            }

            if (unixSocket is not null)
            {
                kestrel.ListenUnixSocket(unixSocket, Configure);
            }
            else
            {
                kestrel.Listen(IPAddress.Loopback, 0, Configure);
            }
        });
        server = new TestServer(builder.Build()) { Certificate = certificate };
        server._app.Run(async context =>
        {
            await server.RememberAsync(context);
            await (answer?.Invoke(context) ?? context.Response.WriteAsync("ok"));
        });
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task RememberAsync(HttpContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        request.Body = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(body));
        var handshake = context.Features.Get<ITlsHandshakeFeature>();
        _seen.Enqueue(new SeenRequest(
            request.Method,
            request.Path + request.QueryString,
            request.Protocol,
            request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body,
            SeenRequest.NameOf(context.Connection.ClientCertificate),
            handshake?.HostName,
            context.Connection.Id));
    }
}
