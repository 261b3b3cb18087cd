using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pharos.Hosting.WebConfiguration;

namespace Pharos.Hosting.Protection;

/// <summary>Whether the certificate that a client shows, or that it shows none, is enough. Immutable.</summary>
/// <param name="authorities">Null for those of the system.</param>
/// <param name="allowedNames">One of them the certificate must be for; empty for any.</param>
internal sealed class ClientCertificateCheck(ClientCertificates asked, X509Certificate2Collection? authorities, IReadOnlyList<string> allowedNames)
{
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    /// <summary>How the chain is built that <see cref="IsGood"/> gets. Nothing is fetched for it: a client must not choose where this server goes.</summary>
    public X509ChainPolicy ChainPolicy()
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            ApplicationPolicy = { ClientAuthentication },
        };
        if (authorities is not null)
        {
            // An authority need not be at the root of anything, so the end of the chain is looked at here.
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
            policy.CustomTrustStore.AddRange(authorities);
            policy.ExtraStore.AddRange(authorities);
        }

        return policy;
    }

    public bool IsGood(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (asked == ClientCertificates.None)
        {
            return true;
        }

        if (certificate is not X509Certificate2 shown)
        {
            return asked is ClientCertificates.Request or ClientCertificates.VerifyIfGiven && allowedNames.Count == 0;
        }

        var mustVerify = asked is ClientCertificates.VerifyIfGiven or ClientCertificates.RequireAndVerify;
        return (!mustVerify || IsTrusted(chain, errors)) && (allowedNames.Count == 0 || SubjectNames.Of(shown).Any(allowedNames.Contains));
    }

    private bool IsTrusted(X509Chain? chain, SslPolicyErrors errors)
    {
        if (chain is null || errors != SslPolicyErrors.None)
        {
            return false;
        }

        return authorities is null || chain.ChainElements.Any(element => authorities.Contains(element.Certificate));
    }
}
