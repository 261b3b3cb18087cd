using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Pharos.Http.Tls;

/// <summary>Judges the certificate that a server shows in one handshake.</summary>
/// <param name="authorities">Those to trust; null for the system's.</param>
/// <param name="host">What the certificate must name.</param>
internal sealed class ServerCertificateCheck(X509Certificate2Collection? authorities, string host)
{
    /// <summary>What is wrong with it; null if nothing is, or there was no handshake yet.</summary>
    public string? Complaint { get; private set; }

    /// <summary>How chains are built. A new one for each connection, since chains change it.</summary>
    public X509ChainPolicy ChainPolicy()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (authorities is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(authorities);
        }

        return policy;
    }

    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Complaint = certificate is not X509Certificate2 shown ? "the server shows no certificate"
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? $"the server's certificate is not valid for {host}, but for {Names(shown)}"
            : errors == SslPolicyErrors.None || (chain is not null && EndsInAuthority(chain)) ? null
            : "the server's certificate cannot be trusted: " + Reasons(chain);
        return Complaint is null;
    }

    /// <summary>What the configuration calls an authority is one, also where another stands above it.</summary>
    private bool EndsInAuthority(X509Chain chain) =>
        authorities is not null
        && chain.ChainElements.Count > 0
        && Array.TrueForAll(chain.ChainStatus, static status => status.Status == X509ChainStatusFlags.PartialChain)
        && authorities.Any(authority => authority.RawDataMemory.Span.SequenceEqual(chain.ChainElements[^1].Certificate.RawDataMemory.Span));

    private static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(static names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(static address => address.ToString())))
            .Take(10);
        return string.Join(", ", names) is { Length: > 0 } list ? list : certificate.Subject;
    }

    private static string Reasons(X509Chain? chain) =>
        string.Join("; ", chain?.ChainStatus.Select(static status => $"{status.Status} ({status.StatusInformation.Trim()})") ?? []);
}
