using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pharos.Testing.Certificates;

/// <summary>An authority and what it signs, as PEM files in a folder, good for years.</summary>
public sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = new(2120, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly string _folder;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private int _serial;

    public TestCertificates(string folder, string name)
    {
        _folder = folder;
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        Authority = request.CreateSelfSigned(From, To);
        File.WriteAllText(Path.Combine(folder, name + ".pem"), Authority.ExportCertificatePem());
    }

    public X509Certificate2 Authority { get; }

    /// <summary>A certificate with its key, also as <c>NAME.pem</c> and <c>NAME.key</c>; for a server if it has an address.</summary>
    public X509Certificate2 Issue(string name, bool isServer, Action<SubjectAlternativeNameBuilder>? names = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(isServer ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], critical: false));
        var alternative = new SubjectAlternativeNameBuilder();
        if (isServer)
        {
            alternative.AddIpAddress(IPAddress.Loopback);
        }
        else
        {
            alternative.AddDnsName(name + ".example");
        }

        names?.Invoke(alternative);
        request.CertificateExtensions.Add(alternative.Build());
        using var signed = request.Create(Authority, From, To, BitConverter.GetBytes(++_serial));
        File.WriteAllText(Path.Combine(_folder, name + ".pem"), signed.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, name + ".key"), key.ExportPkcs8PrivateKeyPem());
        return signed.CopyWithPrivateKey(key);
    }

    public void Dispose()
    {
        Authority.Dispose();
        _key.Dispose();
    }
}
