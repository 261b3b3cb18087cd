using System.Globalization;
using System.Net.Http.Headers;
using Pharos.Configuration;
using Pharos.Discovery.Api;
using Pharos.Http;

namespace Pharos.Discovery.Azure;

/// <summary>Tokens for the API, in the way that is configured.</summary>
internal sealed class AzureTokens(AzureDiscoveryOptions options, AzureCloud cloud, DiscoveryServices services) : IDisposable
{
    private readonly ApiClient _client = new(options.Http, services.Http);

    private string Resource => cloud.Management + "/";

    public async Task<ApiToken> FetchAsync(CancellationToken cancel)
    {
        using var answer = await _client.SendForJsonAsync(Request(), cancel);
        var now = services.Time.GetUtcNow();
        var token = ApiToken.Read(answer.RootElement, now);

        // Some answer with a time in the place of a duration.
        return token.Expiry == now && long.TryParse(answer.RootElement.Text("expires_on"), NumberStyles.None, CultureInfo.InvariantCulture, out var end) && end < 1L << 40
            ? token with { Expiry = DateTimeOffset.FromUnixTimeSeconds(end) }
            : token;
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Request() => options.Authentication switch
    {
        AzureAuthentication.OAuth => WithSecret(options.TenantId, options.ClientId, options.ClientSecret),
        AzureAuthentication.ManagedIdentity => OfMachine(options.ClientId),
        AzureAuthentication.WorkloadIdentity => OfWorkload(),

        // What Azure's own programs do without being told: what the environment says, or else who the machine is.
        _ when Variable("AZURE_CLIENT_SECRET").Length > 0 => WithSecret(Tenant, Variable("AZURE_CLIENT_ID"), new Secret(Variable("AZURE_CLIENT_SECRET"))),
        _ when Variable("AZURE_FEDERATED_TOKEN_FILE").Length > 0 => OfWorkload(),
        _ => OfMachine(Variable("AZURE_CLIENT_ID")),
    };

    private string Tenant => options.TenantId.Length > 0 ? options.TenantId : Variable("AZURE_TENANT_ID");

    private HttpRequestMessage WithSecret(string tenant, string client, Secret secret) => ForClient(cloud.Login, tenant, client, [new("client_secret", secret.Reveal())]);

    private HttpRequestMessage OfWorkload()
    {
        var file = Variable("AZURE_FEDERATED_TOKEN_FILE");
        if (file.Length == 0)
        {
            throw new ClientConfigurationException("the environment has no AZURE_FEDERATED_TOKEN_FILE");
        }

        var login = Variable("AZURE_AUTHORITY_HOST") is { Length: > 0 } host ? host.TrimEnd('/') : cloud.Login;
        return ForClient(
            login,
            Variable("AZURE_TENANT_ID"),
            Variable("AZURE_CLIENT_ID"),
            [
                new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                new("client_assertion", new SecretText(default, file).Read()),
            ]);
    }

    private HttpRequestMessage ForClient(string login, string tenant, string client, KeyValuePair<string, string>[] proof)
    {
        var request = ApiClient.Request(HttpMethod.Post, $"{login}/{Uri.EscapeDataString(tenant)}/oauth2/v2.0/token", ("Accept", "application/json"));
        request.Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", client), new("scope", Resource + ".default"), .. proof]);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        return request;
    }

    /// <summary>Where programs run without a machine of their own, the environment says whom to ask.</summary>
    private HttpRequestMessage OfMachine(string client)
    {
        var header = Variable("IDENTITY_HEADER");
        return Variable("IDENTITY_ENDPOINT") is { Length: > 0 } endpoint && header.Length > 0
            ? ApiClient.Request(
                HttpMethod.Get, new UrlQuery(endpoint).Add("api-version", "2019-08-01").Add("resource", Resource).Add("client_id", client).ToString(), ("X-IDENTITY-HEADER", header))
            : ApiClient.Request(
                HttpMethod.Get,
                new UrlQuery(cloud.Metadata + "/metadata/identity/oauth2/token").Add("api-version", "2018-02-01").Add("resource", Resource).Add("client_id", client).ToString(),
                ("Metadata", "true"));
    }

    private string Variable(string name) => services.Http.Variable(name) ?? "";
}
