using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Pharos.Http;

namespace Pharos.Discovery.Api;

/// <summary>A statement that is signed with an RSA key.</summary>
internal static class JsonWebToken
{
    /// <param name="header">JSON.</param>
    /// <param name="claims">JSON.</param>
    /// <param name="privateKey">In PEM.</param>
    /// <param name="what">What the key is, for complaints.</param>
    /// <exception cref="ClientConfigurationException">The key is none.</exception>
    public static string Sign(string header, string claims, string privateKey, HashAlgorithmName hash, string what)
    {
        var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(privateKey);
            return $"{signed}.{Base64Url.EncodeToString(rsa.SignData(Encoding.ASCII.GetBytes(signed), hash, RSASignaturePadding.Pkcs1))}";
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            throw new ClientConfigurationException($"{what} is no RSA private key in PEM", error);
        }
    }
}
