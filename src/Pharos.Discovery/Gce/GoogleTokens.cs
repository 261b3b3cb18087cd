using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Http;
using Pharos.Http.Options;

namespace Pharos.Discovery.Gce;

/// <summary>
/// Tokens for whom this program is to Google's cloud, found as Google's own programs do it: a file that the environment names, the one that
/// its tools leave in the user's home, or else the machine's own account.
/// </summary>
internal sealed class GoogleTokens : IDisposable
{
    private const string Scope = "https://www.googleapis.com/auth/compute.readonly";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly DiscoveryServices _services;
    private readonly ApiClient _client;

    public GoogleTokens(HttpClientOptions http, DiscoveryServices services)
    {
        (_services, _client) = (services, new ApiClient(http, services.Http));
    }

    public async Task<ApiToken> FetchAsync(CancellationToken cancel)
    {
        if (CredentialsFile(_services.Http.Variable) is not { } file)
        {
            var host = _services.Http.Variable("GCE_METADATA_HOST") is { Length: > 0 } named ? named : "169.254.169.254";
            return await AskAsync(
                ApiClient.Request(HttpMethod.Get, $"http://{host}/computeMetadata/v1/instance/service-accounts/default/token?scopes={Uri.EscapeDataString(Scope)}", ("Metadata-Flavor", "Google")),
                cancel);
        }

        try
        {
            using var account = JsonDocument.Parse(new SecretText(default, file).Read());
            return await AskAsync(Request(account.RootElement, file), cancel);
        }
        catch (JsonException error)
        {
            throw new ClientConfigurationException($"file {file} has no credentials of Google's: {error.Message}", error);
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Null if there is none.</summary>
    private static string? CredentialsFile(Func<string, string?> variable)
    {
        if (variable("GOOGLE_APPLICATION_CREDENTIALS") is { Length: > 0 } named)
        {
            return named;
        }

        var config = variable("CLOUDSDK_CONFIG") is { Length: > 0 } folder ? folder : Path.Combine(variable("HOME") ?? "/", ".config", "gcloud");
        var known = Path.Combine(config, "application_default_credentials.json");
        return File.Exists(known) ? known : null;
    }

    private HttpRequestMessage Request(JsonElement account, string file)
    {
        var uri = account.Text("token_uri") is { Length: > 0 } own ? own : "https://oauth2.googleapis.com/token";
        var request = ApiClient.Request(HttpMethod.Post, uri, ("Accept", "application/json"));
        request.Content = new FormUrlEncodedContent(account.Text("type") switch
        {
            "service_account" =>
            [
                new("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
                new("assertion", Assertion(account, uri, file)),
            ],
            "authorized_user" =>
            [
                new("grant_type", "refresh_token"),
                new("client_id", account.Text("client_id")),
                new("client_secret", account.Text("client_secret")),
                new KeyValuePair<string, string>("refresh_token", account.Text("refresh_token")),
            ],
            var other => throw new ClientConfigurationException($"file {file} has credentials of type \"{other}\", and only service_account and authorized_user can be used"),
        });
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        return request;
    }

    private string Assertion(JsonElement account, string uri, string file)
    {
        var now = _services.Time.GetUtcNow();
        var header = $$"""{"alg":"RS256","typ":"JWT","kid":"{{JsonEncodedText.Encode(account.Text("private_key_id"))}}"}""";
        var claims = $$"""
            {"iss":"{{JsonEncodedText.Encode(account.Text("client_email"))}}","scope":"{{Scope}}","aud":"{{JsonEncodedText.Encode(uri)}}","iat":{{now.ToUnixTimeSeconds()}},"exp":{{(now + Lifetime).ToUnixTimeSeconds()}}}
            """;
        return JsonWebToken.Sign(header, claims, account.Text("private_key"), HashAlgorithmName.SHA256, $"the private_key in file {file}");
    }

    private async Task<ApiToken> AskAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        using var answer = await _client.SendForJsonAsync(request, cancel);
        return ApiToken.Read(answer.RootElement, _services.Time.GetUtcNow());
    }
}
