using Pharos.Configuration;
using Pharos.Http.Options;

namespace Pharos.Discovery.Marathon;

/// <summary>An entry of <c>marathon_sd_configs</c>: tasks of applications that Marathon runs.</summary>
public sealed class MarathonDiscoveryOptions : IDiscoveryOptions
{
    public string Mechanism => "marathon";

    /// <summary>One of them is asked each time.</summary>
    public IReadOnlyList<string> Servers { get; set; } = [];

    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For clusters of DC/OS, which want it in a form of their own.</summary>
    public Secret AuthToken { get; set; }

    public string AuthTokenFile { get; set; } = "";

    public HttpClientOptions Http { get; } = new();

    public void Describe(Fields fields)
    {
        Servers = fields.Texts("servers", Servers);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        AuthToken = fields.Secret("auth_token", AuthToken);
        AuthTokenFile = fields.File("auth_token_file", AuthTokenFile);
        Http.Describe(fields);

        var hasToken = !AuthToken.IsEmpty || AuthTokenFile.Length > 0;
        var field = AuthToken.IsEmpty ? "auth_token_file" : "auth_token";
        fields.Check(Servers.Count > 0, "servers", "marathon_sd: must contain at least one Marathon server");
        for (var i = 0; i < Servers.Count; i++)
        {
            fields.Check(Uri.TryCreate(Servers[i], UriKind.Absolute, out var url) && url.Host.Length > 0, $"servers[{i}]", "expected a URL");
        }

        fields.Check(AuthToken.IsEmpty || AuthTokenFile.Length == 0, "auth_token_file", "marathon_sd: at most one of auth_token & auth_token_file must be configured");
        fields.Check(!hasToken || Http.BasicAuth is null, field, "marathon_sd: at most one of basic_auth, auth_token & auth_token_file must be configured");
        fields.Check(!hasToken || Http.Authorization is null, field, "marathon_sd: at most one of auth_token, auth_token_file & authorization must be configured");
        fields.Check(!hasToken || Http.OAuth2 is null, field, "marathon_sd: at most one of auth_token, auth_token_file & oauth2 must be configured");
    }

    public IDiscoverer Create(DiscoveryServices services) => new MarathonDiscoverer(this, services);
}
