using System.Security.Cryptography;
using Pharos.Discovery.Api;
using Pharos.Http;
using Pharos.Http.Credentials;

namespace Pharos.Discovery.Oci;

/// <summary>Signs by the key of a user, which is read when it is needed first, and kept.</summary>
internal sealed class OciApiKey(OciDiscoveryOptions options, TimeProvider time) : IRequestCredentials, IDisposable
{
    private readonly Lock _gate = new();
    private RSA? _key;

    public ValueTask ApplyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A key may be used by one thread at a time.
        lock (_gate)
        {
            OciSignature.Sign(request, [], $"{options.Tenancy}/{options.User}/{options.Fingerprint}", _key ??= Read(), time.GetUtcNow());
        }

        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _key?.Dispose();
        }
    }

    private RSA Read()
    {
        var text = new SecretText(default, options.KeyFile).Read();
        var passphrase = new SecretText(options.KeyPassphrase, options.KeyPassphraseFile).Read();
        var key = RSA.Create();
        try
        {
            if (text.Contains("ENCRYPTED", StringComparison.Ordinal))
            {
                key.ImportFromEncryptedPem(text, passphrase);
            }
            else
            {
                key.ImportFromPem(text);
            }

            return key;
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new ClientConfigurationException($"{options.KeyFile} is no RSA private key in PEM, or the passphrase is not the one it is encrypted with", error);
        }
    }
}
