using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Http;

namespace Pharos.Discovery.Stackit;

/// <summary>Gets tokens for a service account: a statement signed with its key is exchanged for one.</summary>
internal sealed class StackitTokens(StackitDiscoveryOptions options, DiscoveryServices services) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly ApiClient _client = new(options.Http, services.Http);

    public async Task<ApiToken> FetchAsync(CancellationToken cancel)
    {
        var request = ApiClient.Request(HttpMethod.Post, options.TokenUrl, ("Accept", "application/json"));
        request.Content = new FormUrlEncodedContent(
        [
            new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
            new("assertion", Assertion()),
        ]);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        using var answer = await _client.SendForJsonAsync(request, cancel);
        return ApiToken.Read(answer.RootElement, services.Time.GetUtcNow());
    }

    public void Dispose() => _client.Dispose();

    private string Assertion()
    {
        try
        {
            using var key = JsonDocument.Parse(new SecretText(options.ServiceAccountKey, options.ServiceAccountKeyPath).Read());
            var credentials = key.RootElement.Field("credentials");
            var now = services.Time.GetUtcNow();
            var header = $$"""{"alg":"RS512","typ":"JWT","kid":"{{JsonEncodedText.Encode(credentials.Text("kid"))}}"}""";
            var claims = $$"""
                {"iss":"{{JsonEncodedText.Encode(credentials.Text("iss"))}}","sub":"{{JsonEncodedText.Encode(credentials.Text("sub"))}}","jti":"{{Guid.NewGuid()}}","aud":"{{JsonEncodedText.Encode(credentials.Text("aud"))}}","iat":{{now.ToUnixTimeSeconds()}},"exp":{{(now + Lifetime).ToUnixTimeSeconds()}}}
                """;
            return JsonWebToken.Sign(header, claims, PrivateKey(credentials), HashAlgorithmName.SHA512, "the private key of the service account");
        }
        catch (JsonException error)
        {
            throw new ClientConfigurationException("service_account_key is no JSON", error);
        }
    }

    /// <summary>Configured, or in the file of credentials, or in the service account's key itself.</summary>
    private string PrivateKey(JsonElement credentials)
    {
        if (!options.PrivateKey.IsEmpty || options.PrivateKeyPath.Length > 0)
        {
            return new SecretText(options.PrivateKey, options.PrivateKeyPath).Read();
        }

        if (credentials.Text("privateKey") is { Length: > 0 } own)
        {
            return own;
        }

        if (options.CredentialsFilePath.Length == 0)
        {
            return "";
        }

        using var file = JsonDocument.Parse(new SecretText(default, options.CredentialsFilePath).Read());
        return file.RootElement.Text("STACKIT_PRIVATE_KEY") is { Length: > 0 } key ? key
            : file.RootElement.Text("STACKIT_PRIVATE_KEY_PATH") is { Length: > 0 } path ? new SecretText(default, path).Read()
            : "";
    }
}
