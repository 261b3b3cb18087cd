using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Http;
using Pharos.Http.Credentials;

namespace Pharos.Discovery.Oci;

/// <summary>
/// Signs by what the machine is: its certificate is changed for a token, for a key that is made here, before the token ends. Thread-safe.
/// </summary>
internal sealed class OciInstancePrincipal(ApiClient client, OciEndpoints endpoints, TimeProvider time) : IRequestCredentials, IDisposable
{
    /// <summary>So that a token does not end on the way.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _signing = new(1);
    private readonly RSA _key = RSA.Create(2048);
    private ApiToken? _token;

    /// <summary>Whose machine it is; empty before the first request was signed.</summary>
    public string Tenancy { get; private set; } = "";

    public async ValueTask ApplyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await _signing.WaitAsync(cancellationToken);
        try
        {
            if (_token is null || time.GetUtcNow() >= _token.Expiry - Margin)
            {
                _token = await FetchAsync(cancellationToken);
            }

            OciSignature.Sign(request, [], "ST$" + _token.Text, _key, time.GetUtcNow());
        }
        finally
        {
            _signing.Release();
        }
    }

    public void Dispose()
    {
        _signing.Dispose();
        _key.Dispose();
    }

    private async Task<ApiToken> FetchAsync(CancellationToken cancel)
    {
        var certificate = await MachineAsync("cert.pem", cancel);
        var intermediate = await MachineAsync("intermediate.pem", cancel);
        using var machineKey = RSA.Create();
        X509Certificate2 leaf;
        try
        {
            machineKey.ImportFromPem(await MachineAsync("key.pem", cancel));
            leaf = X509Certificate2.CreateFromPem(certificate);
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            throw new ClientConfigurationException("the machine's certificate or key is none", error);
        }

        using (leaf)
        {
            Tenancy = TenancyOf(leaf);
            var body = Encoding.UTF8.GetBytes(
                $$"""{"certificate":"{{Bare(certificate)}}","publicKey":"{{Bare(_key.ExportSubjectPublicKeyInfoPem())}}","intermediateCertificates":["{{Bare(intermediate)}}"]}""");
            var request = ApiClient.Request(HttpMethod.Post, endpoints.Tokens);
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            OciSignature.Sign(request, body, $"{Tenancy}/fed-x509/{Fingerprint(leaf)}", machineKey, time.GetUtcNow());
            using var answer = await client.SendForJsonAsync(request, cancel);
            var token = answer.RootElement.Text("token");
            return new ApiToken(token, Expiry(token));
        }
    }

    private async Task<string> MachineAsync(string name, CancellationToken cancel)
    {
        var answer = await client.SendAsync(ApiClient.Request(HttpMethod.Get, endpoints.Machine + name, ("Authorization", "Bearer Oracle")), cancel);
        return Encoding.ASCII.GetString(answer.Body);
    }

    /// <summary>It stands among the parts of the certificate's subject, as <c>OU=opc-tenant:ocid1...</c>.</summary>
    private static string TenancyOf(X509Certificate2 leaf)
    {
        string[] marks = ["opc-tenant:", "opc-identity:"];
        var parts = leaf.SubjectName.EnumerateRelativeDistinguishedNames().Select(static part => part.GetSingleElementValue() ?? "");
        return parts.SelectMany(part => marks.Where(mark => part.StartsWith(mark, StringComparison.Ordinal)).Select(mark => part[mark.Length..])).FirstOrDefault()
            ?? throw new ClientConfigurationException("the machine's certificate does not say whose machine it is");
    }

    private static string Fingerprint(X509Certificate2 leaf) => string.Join(':', leaf.Thumbprint.ToLowerInvariant().Chunk(2).Select(static pair => new string(pair)));

    private static string Bare(string pem) => string.Concat(pem.Split('\n').Where(static line => !line.StartsWith("-----", StringComparison.Ordinal)).Select(static line => line.Trim()));

    /// <summary>When a token ends stands in its middle part.</summary>
    private static DateTimeOffset Expiry(string token)
    {
        var parts = token.Split('.');
        try
        {
            using var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts.Length == 3 ? parts[1] : ""));
            return DateTimeOffset.FromUnixTimeSeconds(claims.RootElement.Integer("exp"));
        }
        catch (Exception error) when (error is JsonException or FormatException or ArgumentOutOfRangeException)
        {
            throw new JsonException("the answer has no token", error);
        }
    }
}
