using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Pharos.Configuration;
using Pharos.Foundation.Logging;
using Pharos.Hosting.WebConfiguration;

namespace Pharos.Hosting.Protection;

/// <summary>
/// Says for each handshake how it is done, by the files as they are at that moment: a certificate that was renewed is used from the next connection
/// on. Safe for concurrent use.
/// </summary>
internal sealed class TlsHandshakes(WebConfigFile file, ILogger log)
{
    /// <summary>They cannot be left out of a list: no list is for version 1.3.</summary>
    private static readonly TlsCipherSuite[] SuitesOfVersion13 =
        [TlsCipherSuite.TLS_AES_128_GCM_SHA256, TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256];

    private volatile TlsMaterial? _last;

    public ValueTask<SslServerAuthenticationOptions> OnConnection(TlsHandshakeCallbackContext context)
    {
        try
        {
            var tls = file.Read().Config.Tls;
            return ValueTask.FromResult(Options(tls, Material(tls)));
        }
        catch (Exception error) when (error is ConfigurationException or CryptographicException or ArgumentException)
        {
            log.Error("TLS handshake error", [("remote", context.Connection.RemoteEndPoint), ("err", error.Message)]);
            throw new AuthenticationException("the web configuration is not sound", error);
        }
    }

    private TlsMaterial Material(WebTlsOptions tls)
    {
        var problems = new ConfigurationProblems();
        var texts = WebConfigLoading.ReadFiles(tls, problems);
        problems.ThrowIfAny();
        return _last is { } last && last.Texts == texts ? last : _last = new TlsMaterial(texts!);
    }

    private static SslServerAuthenticationOptions Options(WebTlsOptions tls, TlsMaterial material)
    {
        var policy = tls.ClientAuthType ?? ClientCertificates.None;
        var check = new ClientCertificateCheck(policy, material.ClientAuthorities, tls.ClientAllowedSans);
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = material.Certificate,
            EnabledSslProtocols = Versions(tls),
            CipherSuitesPolicy = Suites(tls),
            ClientCertificateRequired = policy != ClientCertificates.None,
            CertificateChainPolicy = check.ChainPolicy(),
            RemoteCertificateValidationCallback = check.IsGood,

            // A session that goes on would go by the authorities of its beginning.
            AllowTlsResume = policy == ClientCertificates.None,
        };
    }

    private static SslProtocols Versions(WebTlsOptions tls)
    {
        var versions = SslProtocols.None;
#pragma warning disable SYSLIB0039, CA5397 // Old versions are what the configuration asks for, for clients that have no other.
        foreach (var version in (SslProtocols[])[SslProtocols.Tls, SslProtocols.Tls11, SslProtocols.Tls12, SslProtocols.Tls13])
        {
            versions |= version >= tls.MinVersion && version <= tls.MaxVersion ? version : SslProtocols.None;
        }
#pragma warning restore SYSLIB0039, CA5397

        return versions == SslProtocols.None ? throw new ArgumentException("tls_server_config: min_version is above max_version") : versions;
    }

    private static CipherSuitesPolicy? Suites(WebTlsOptions tls)
    {
        if (tls.CipherSuites.Count == 0 || !(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()))
        {
            return null;
        }

        return new CipherSuitesPolicy(tls.CipherSuites.Union(SuitesOfVersion13));
    }
}
