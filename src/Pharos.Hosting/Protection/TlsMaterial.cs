using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Pharos.Hosting.Protection;

/// <summary>What the files say that a TLS configuration names: certificate, key and authorities, as PEM.</summary>
/// <param name="ClientAuthorities">Empty where none are configured: those of the system then.</param>
internal sealed record TlsTexts(string Certificate, string Key, string ClientAuthorities);

/// <summary>The same, ready to be used in handshakes. Given up to the collector, since handshakes may still use it.</summary>
internal sealed class TlsMaterial
{
    /// <exception cref="System.Security.Cryptography.CryptographicException">A text is no PEM, or key and certificate do not fit.</exception>
    public TlsMaterial(TlsTexts texts)
    {
        Texts = texts;
        var certificate = X509Certificate2.CreateFromPem(texts.Certificate, texts.Key);
        var others = new X509Certificate2Collection();
        others.ImportFromPem(texts.Certificate);

        // Nothing is fetched to complete the chain: what is to be sent stands in the file.
        Certificate = SslStreamCertificateContext.Create(certificate, others, offline: true);
        if (texts.ClientAuthorities.Length > 0)
        {
            ClientAuthorities = [];
            ClientAuthorities.ImportFromPem(texts.ClientAuthorities);
        }
    }

    public TlsTexts Texts { get; }

    public SslStreamCertificateContext Certificate { get; }

    /// <summary>Null for those of the system.</summary>
    public X509Certificate2Collection? ClientAuthorities { get; }
}
