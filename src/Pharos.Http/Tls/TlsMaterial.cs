using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pharos.Http.Credentials;

namespace Pharos.Http.Tls;

/// <summary>Certificates and keys as they were when they were read. Immutable. Left to the collector: connections may still use it when a newer one is there.</summary>
internal sealed class TlsMaterial
{
    private readonly string _authorityText;
    private readonly string _certificateText;
    private readonly string _keyText;
    private readonly X509Certificate2Collection? _authorities;

    private TlsMaterial(
        string authorityText, string certificateText, string keyText, X509Certificate2Collection? authorities, SslStreamCertificateContext? certificate, long generation)
    {
        (_authorityText, _certificateText, _keyText) = (authorityText, certificateText, keyText);
        (_authorities, Certificate, Generation) = (authorities, certificate, generation);
    }

    public long Generation { get; }

    /// <summary>The client's own certificate, with those between it and the authority.</summary>
    public SslStreamCertificateContext? Certificate { get; }

    /// <param name="last">Is given back if nothing changed.</param>
    /// <exception cref="ClientConfigurationException">A file cannot be used.</exception>
    public static TlsMaterial Read(SecretSource authorities, SecretSource certificate, SecretSource key, TlsMaterial? last)
    {
        var (authorityText, certificateText, keyText) = (authorities.Read(), certificate.Read(), key.Read());
        if (last is not null && last._authorityText == authorityText && last._certificateText == certificateText && last._keyText == keyText)
        {
            return last;
        }

        return new TlsMaterial(
            authorityText,
            certificateText,
            keyText,
            authorityText.Length > 0 || authorities.File.Length > 0 ? Authorities(authorityText, authorities) : null,
            certificateText.Length > 0 || certificate.File.Length > 0 ? OwnCertificate(certificateText, keyText, certificate, key) : null,
            (last?.Generation ?? 0) + 1);
    }

    /// <summary>How chains are built. A new one for each connection, since chains change it.</summary>
    public X509ChainPolicy ChainPolicy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (_authorities is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(_authorities);
        }

        return policy;
    }

    /// <summary>Whether a server's certificate is good. What the configuration calls an authority is one, also where another stands above it.</summary>
    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None
        || (errors == SslPolicyErrors.RemoteCertificateChainErrors && _authorities is not null && chain is not null && EndsInAuthority(chain));

    private bool EndsInAuthority(X509Chain chain) =>
        chain.ChainElements.Count > 0
        && Array.TrueForAll(chain.ChainStatus, static status => status.Status == X509ChainStatusFlags.PartialChain)
        && _authorities!.Any(authority => authority.RawDataMemory.Span.SequenceEqual(chain.ChainElements[^1].Certificate.RawDataMemory.Span));

    private static X509Certificate2Collection Authorities(string text, SecretSource source)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(text);
        }
        catch (CryptographicException error)
        {
            throw new ClientConfigurationException($"unable to use specified CA cert ({source.Description}): {error.Message}", error);
        }

        return authorities.Count > 0 ? authorities : throw new ClientConfigurationException($"unable to use specified CA cert ({source.Description}): there is no certificate in it");
    }

    private static SslStreamCertificateContext OwnCertificate(string text, string key, SecretSource source, SecretSource keySource)
    {
        try
        {
            var all = new X509Certificate2Collection();
            all.ImportFromPem(text);
            var certificate = X509Certificate2.CreateFromPem(text, key);
            return SslStreamCertificateContext.Create(certificate, [.. all.Skip(1)], offline: true);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw new ClientConfigurationException($"unable to use specified client cert ({source.Description}) & key ({keySource.Description}): {error.Message}", error);
        }
    }
}
