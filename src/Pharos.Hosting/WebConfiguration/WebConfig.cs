using Pharos.Configuration;

namespace Pharos.Hosting.WebConfiguration;

/// <summary>The file of <c>--web.config.file</c>: how a server's own port is protected.</summary>
public sealed class WebConfig : IOptions
{
    public WebTlsOptions Tls { get; set; } = new();

    public WebHttpOptions Http { get; set; } = new();

    public RateLimitOptions RateLimit { get; set; } = new();

    /// <summary>Who may ask: a name and a hash of the password, as bcrypt makes it. Empty for everybody.</summary>
    public SortedDictionary<string, Secret> Users { get; set; } = new(StringComparer.Ordinal);

    public void Describe(Fields fields)
    {
        Tls = fields.Part("tls_server_config", Tls);
        Http = fields.Part("http_server_config", Http);
        RateLimit = fields.Part("rate_limit", RateLimit);
        Users = fields.Map("basic_auth_users", Kinds.Secret, Users);
        foreach (var (user, hash) in Users)
        {
            fields.Check(BcryptText.IsHash(hash.Reveal(), out var complaint), "basic_auth_users", $"user \"{user}\": {complaint}");
        }
    }
}
