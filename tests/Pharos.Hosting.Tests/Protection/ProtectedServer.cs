using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Pharos.Hosting.Http;
using Pharos.Hosting.Tests.Logging;
using Pharos.Testing;
using Pharos.Testing.Certificates;

namespace Pharos.Hosting.Tests.Protection;

/// <summary>A server behind a web configuration file, which the test may change while it runs. It says <c>hello</c>.</summary>
internal sealed class ProtectedServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private HttpServer? _server;

    public ProtectedServer() => Authority = new TestCertificates(_folder.Path, "authority");

    public LogTexts Log { get; } = new();

    public TestCertificates Authority { get; }

    public string Folder => _folder.Path;

    public int Port => _server!.Addresses[0].Port;

    public string File(string name) => _folder.File(name);

    public void Configure(string yaml) => System.IO.File.WriteAllText(_folder.File("web.yml"), yaml);

    public async Task StartAsync(string yaml, TimeProvider? time = null)
    {
        Configure(yaml);
        var options = new HttpServerOptions { ListenAddresses = [new ListenAddress("127.0.0.1", 0)], WebConfigFile = _folder.File("web.yml") };
        _server = new HttpServer(
            options, new HttpRouter().Get("/", static context => PlainText.WriteAsync(context.Response, 200, "hello")), Log.Factory, time: time);
        await _server.StartAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Asks over plain HTTP.</summary>
    public async Task<HttpResponseMessage> GetAsync(string? authorization = null, string path = "/")
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://127.0.0.1:{Port}{path}"));
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Asks over TLS on a connection of its own, trusting the authority. The result says by which version of HTTP, and what was answered.</summary>
    public async Task<string> GetTlsAsync(X509Certificate2? certificate = null, SslProtocols versions = SslProtocols.None, IEnumerable<TlsCipherSuite>? suites = null)
    {
        var ssl = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = versions,
            CipherSuitesPolicy = suites is null || !OperatingSystem.IsLinux() ? null : new CipherSuitesPolicy(suites),
            LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate!,
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { Authority.Authority },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        };
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = ssl });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"https://127.0.0.1:{Port}/"))
        {
            Version = new Version(2, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return $"{answer.Version} {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Authority.Dispose();
        Log.Dispose();
        _folder.Dispose();
    }
}
