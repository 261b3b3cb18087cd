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

    private TlsMaterial(
        string authorityText, string certificateText, string keyText, X509Certificate2Collection? authorities, SslStreamCertificateContext? certificate, long generation)
    {
        (_authorityText, _certificateText, _keyText) = (authorityText, certificateText, keyText);
        (Authorities, Certificate, Generation) = (authorities, certificate, generation);
    }

    public long Generation { get; }

    /// <summary>Those to trust; null for the system's.</summary>
    public X509Certificate2Collection? Authorities { get; }

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
            authorityText.Length > 0 || authorities.File.Length > 0 ? ReadAuthorities(authorityText, authorities) : null,
            certificateText.Length > 0 || certificate.File.Length > 0 ? ReadCertificate(certificateText, keyText, certificate, key) : null,
            (last?.Generation ?? 0) + 1);
    }

    private static X509Certificate2Collection ReadAuthorities(string text, SecretSource source)
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

    private static SslStreamCertificateContext ReadCertificate(string text, string key, SecretSource source, SecretSource keySource)
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
