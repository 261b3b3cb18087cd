using Pharos.Configuration;
using Pharos.Configuration.Yaml;

namespace Pharos.Http.Options;

/// <summary>Where tokens for requests come from.</summary>
public sealed class OAuth2Options : IOptions
{
    public const string ClientCredentials = "client_credentials";
    public const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private static readonly string[] Algorithms = ["", "RS256", "RS384", "RS512"];

    public string ClientId { get; set; } = "";

    public Secret ClientSecret { get; set; }

    public string ClientSecretFile { get; set; } = "";

    public string GrantType { get; set; } = "";

    public Secret ClientCertificateKey { get; set; }

    public string ClientCertificateKeyFile { get; set; } = "";

    public string ClientCertificateKeyId { get; set; } = "";

    public string SignatureAlgorithm { get; set; } = "";

    public string Issuer { get; set; } = "";

    public string Audience { get; set; } = "";

    public YamlNode? Claims { get; set; }

    public IReadOnlyList<string> Scopes { get; set; } = [];

    public string TokenUrl { get; set; } = "";

    public SortedDictionary<string, string> EndpointParams { get; set; } = new(StringComparer.Ordinal);

    public TlsOptions? Tls { get; set; }

    public ProxyOptions Proxy { get; } = new();

    public void Describe(Fields fields)
    {
        ClientId = fields.Text("client_id", ClientId, always: true);
        ClientSecret = fields.Secret("client_secret", ClientSecret);
        ClientSecretFile = fields.File("client_secret_file", ClientSecretFile);
        ClientCertificateKeyId = fields.Text("client_certificate_key_id", ClientCertificateKeyId);
        ClientCertificateKey = fields.Secret("client_certificate_key", ClientCertificateKey);
        ClientCertificateKeyFile = fields.File("client_certificate_key_file", ClientCertificateKeyFile);
        GrantType = fields.Text("grant_type", GrantType);
        SignatureAlgorithm = fields.Text("signature_algorithm", SignatureAlgorithm);
        Issuer = fields.Text("iss", Issuer);
        Audience = fields.Text("audience", Audience);
        Claims = fields.Any("claims", Claims);
        Scopes = fields.Texts("scopes", Scopes);
        TokenUrl = fields.Text("token_url", TokenUrl, always: true);
        EndpointParams = fields.Map("endpoint_params", Kinds.Text, EndpointParams);
        Tls = fields.Section("tls_config", Tls);
        Proxy.Describe(fields);
        SecretReferences.Refuse(fields, "client_secret_ref", "client_certificate_key_ref");

        var isAssertion = GrantType == JwtBearer;
        fields.Check(ClientId.Length > 0, "client_id", "oauth2 client_id must be configured");
        fields.Check(TokenUrl.Length > 0, "token_url", "oauth2 token_url must be configured");
        fields.Check(GrantType is "" or ClientCredentials or JwtBearer, "grant_type", $"expected {ClientCredentials} or {JwtBearer}");
        fields.Check(isAssertion || ClientSecret.IsEmpty || ClientSecretFile.Length == 0, "client_secret_file", "at most one of oauth2 client_secret & client_secret_file must be configured using grant-type=client_credentials");
        fields.Check(!isAssertion || ClientCertificateKey.IsEmpty || ClientCertificateKeyFile.Length == 0, "client_certificate_key_file", $"at most one of oauth2 client_certificate_key & client_certificate_key_file must be configured using grant-type={JwtBearer}");
        fields.Check(!isAssertion || Algorithms.Contains(SignatureAlgorithm), "signature_algorithm", "valid signature algorithms are RS256, RS384 and RS512");
        fields.Check(Claims is null || Claims.Kind == YamlKind.Mapping, "claims", "expected a mapping");
    }
}
