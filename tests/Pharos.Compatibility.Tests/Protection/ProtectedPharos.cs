using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Hosting.Http;
using Pharos.Server;
using Pharos.Testing;
using Pharos.Testing.Certificates;

namespace Pharos.Compatibility.Tests.Protection;

/// <summary>Our server behind TLS that asks for client certificates, and behind passwords, with all the files that its clients need.</summary>
public sealed class ProtectedPharos : IAsyncLifetime
{
    /// <summary>Of the password <c>fakepassword</c>, as another implementation of bcrypt makes it.</summary>
    private const string Hash = "$2y$04$./ABCXYZabcxyz0189/.zuneKaObYI9Kh/2qXCmB8rr078c5I5zkG";

    public const string User = "scraper";
    public const string Password = "fakepassword";

    private readonly TemporaryFolder _folder = new();
    private ServerApp? _app;

    public string Address => _app!.Addresses[0].ToString();

    public string File(string name) => _folder.File(name);

    public async ValueTask InitializeAsync()
    {
        using var authority = new TestCertificates(_folder.Path, "authority");
        using var server = authority.Issue("server", isServer: true);
        using var client = authority.Issue("client", isServer: false);
        await System.IO.File.WriteAllTextAsync(_folder.File("web.yml"), $$"""
            tls_server_config:
              cert_file: server.pem
              key_file: server.key
              client_auth_type: RequireAndVerifyClientCert
              client_ca_file: authority.pem
              client_allowed_sans: [client.example]
            basic_auth_users: { {{User}}: {{Hash}} }
            """);
        _app = ServerApp.New(
            new ServerOptions
            {
                Http = new HttpServerOptions { ListenAddresses = [new ListenAddress("127.0.0.1", 0)], WebConfigFile = _folder.File("web.yml") },
            },
            NullLoggerFactory.Instance,
            TimeProvider.System);
        await _app.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
        }

        _folder.Dispose();
    }
}
