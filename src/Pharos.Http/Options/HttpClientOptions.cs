using Pharos.Configuration;

namespace Pharos.Http.Options;

/// <summary>How a client speaks to a server: the fields that every section has which makes requests, in line with its own.</summary>
/// <remarks>Call <see cref="Describe"/> from the section's own; it gives all of them, and their rules.</remarks>
public sealed class HttpClientOptions : IOptions
{
    /// <param name="enableHttp2">What the section has for a default.</param>
    public HttpClientOptions(bool enableHttp2 = true)
    {
        EnableHttp2 = enableHttp2;
    }

    public HttpClientOptions()
        : this(enableHttp2: true)
    {
    }

    public BasicAuthOptions? BasicAuth { get; set; }

    public AuthorizationOptions? Authorization { get; set; }

    public OAuth2Options? OAuth2 { get; set; }

    public Secret BearerToken { get; set; }

    public string BearerTokenFile { get; set; } = "";

    public TlsOptions? Tls { get; set; }

    public bool FollowRedirects { get; set; } = true;

    public bool EnableHttp2 { get; set; }

    public ProxyOptions Proxy { get; } = new();

    public SortedDictionary<string, HeaderOptions> Headers { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Whether nothing is said that differs from the defaults.</summary>
    public bool IsDefault => OptionsWriter.Identity(this) == OptionsWriter.Identity(new HttpClientOptions());

    /// <summary>Whether more than one way to prove who asks is given, or any.</summary>
    public bool HasAuthentication => BasicAuth is not null || Authorization is not null || OAuth2 is not null;

    public void Describe(Fields fields)
    {
        BasicAuth = fields.Section("basic_auth", BasicAuth);
        Authorization = fields.Section("authorization", Authorization);
        OAuth2 = fields.Section("oauth2", OAuth2);
        BearerToken = fields.Secret("bearer_token", BearerToken);
        BearerTokenFile = fields.File("bearer_token_file", BearerTokenFile);
        Tls = fields.Section("tls_config", Tls);
        FollowRedirects = fields.Bool("follow_redirects", FollowRedirects, always: true);
        EnableHttp2 = fields.Bool("enable_http2", EnableHttp2, always: true);
        Proxy.Describe(fields);
        Headers = fields.SectionMap("http_headers", Headers);

        var bearer = (BearerToken.IsEmpty ? 0 : 1) + (BearerTokenFile.Length == 0 ? 0 : 1);
        fields.Check(bearer < 2, "bearer_token", "at most one of bearer_token & bearer_token_file must be configured");
        fields.Check(bearer == 0 || BasicAuth is null && OAuth2 is null, "bearer_token", "at most one of basic_auth, oauth2, bearer_token & bearer_token_file must be configured");
        fields.Check(bearer == 0 || Authorization is null, "authorization", "authorization is not compatible with bearer_token & bearer_token_file");
        fields.Check(Authorization is null || BasicAuth is null && OAuth2 is null, "authorization", "at most one of basic_auth, oauth2 & authorization must be configured");
        fields.Check(BasicAuth is null || OAuth2 is null, "oauth2", "at most one of basic_auth, oauth2 & authorization must be configured");
        foreach (var name in Headers.Keys)
        {
            fields.Check(!ReservedHeaders.Contains(name), "http_headers", $"setting header \"{ReservedHeaders.Canonical(name)}\" is not allowed");
        }

        if (bearer > 0 && Authorization is null)
        {
            // The deprecated form means this.
            Authorization = new AuthorizationOptions { Credentials = BearerToken, CredentialsFile = BearerTokenFile };
            (BearerToken, BearerTokenFile) = (default, "");
        }
    }
}
