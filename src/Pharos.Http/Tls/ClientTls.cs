using System.Net.Security;
using Pharos.Http.Credentials;
using Pharos.Http.Options;

namespace Pharos.Http.Tls;

/// <summary>What a client says and believes in a TLS handshake. Files are read again now and then, and whenever a connection is made. Thread-safe.</summary>
internal sealed class ClientTls
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(5);

    private static readonly List<SslApplicationProtocol> Http2AndBefore = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    private readonly TlsOptions _options;
    private readonly TimeProvider _time;
    private readonly SecretSource _authorities;
    private readonly SecretSource _certificate;
    private readonly SecretSource _key;
    private readonly bool _hasFiles;
    private readonly Lock _reading = new();
    private TlsMaterial _material;
    private long _checked;

    /// <exception cref="ClientConfigurationException">A file cannot be used.</exception>
    public ClientTls(TlsOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _authorities = new SecretSource("CA cert", new Configuration.Secret(options.Ca), options.CaFile);
        _certificate = new SecretSource("client cert", new Configuration.Secret(options.Cert), options.CertFile);
        _key = new SecretSource("client key", options.Key, options.KeyFile);
        _hasFiles = options.CaFile.Length + options.CertFile.Length + options.KeyFile.Length > 0;
        _material = TlsMaterial.Read(_authorities, _certificate, _key, null);
        _checked = time.GetTimestamp();
    }

    /// <summary>Grows when the files have changed.</summary>
    public long Generation => Volatile.Read(ref _material).Generation;

    /// <summary>Looks at the files if that was not done lately. Gives the generation.</summary>
    public long Refresh()
    {
        if (_hasFiles && _time.GetElapsedTime(Volatile.Read(ref _checked)) >= CheckInterval)
        {
            Material();
        }

        return Generation;
    }

    /// <param name="host">What the server's certificate must name, unless the configuration says another.</param>
    public TlsHandshake ForTarget(string host, bool offersHttp2) =>
        For(_options.ServerName.Length > 0 ? _options.ServerName : host, offersHttp2 ? Http2AndBefore : null);

    /// <summary>The configured name is that of the target, not of a proxy before it.</summary>
    public TlsHandshake ForProxy(string host) => For(host, null);

    private TlsHandshake For(string host, List<SslApplicationProtocol>? protocols)
    {
        var material = Material();
        var check = new ServerCertificateCheck(material.Authorities, host);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            ApplicationProtocols = protocols,
            EnabledSslProtocols = TlsVersions.Between(_options.MinVersion, _options.MaxVersion),
            ClientCertificateContext = material.Certificate,
            CertificateChainPolicy = check.ChainPolicy(),
#pragma warning disable CA5359 // This is what insecure_skip_verify asks for.
            RemoteCertificateValidationCallback = _options.InsecureSkipVerify ? static (_, _, _, _) => true : check.Accepts,
#pragma warning restore CA5359
        };
        return new TlsHandshake(options, check);
    }

    private TlsMaterial Material()
    {
        if (!_hasFiles)
        {
            return _material;
        }

        lock (_reading)
        {
            var material = TlsMaterial.Read(_authorities, _certificate, _key, _material);
            Volatile.Write(ref _material, material);
            Volatile.Write(ref _checked, _time.GetTimestamp());
            return material;
        }
    }
}
