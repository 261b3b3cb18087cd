using Pharos.Configuration;
using Pharos.Http.Aws;
using Pharos.Http.Options;

namespace Pharos.Http.Tests.Options;

public sealed class OptionsRuleTests
{
    [Theory]
    [InlineData("basic_auth: {username: a, username_file: b}", "1:27", "basic_auth.username_file: at most one of basic_auth username & username_file must be configured")]
    [InlineData("basic_auth: {password: a, password_file: b}", "1:27", "basic_auth.password_file: at most one of basic_auth password & password_file must be configured")]
    [InlineData("authorization: {type: ' BASIC '}", "1:17", "authorization.type: authorization type cannot be set to \"basic\", use \"basic_auth\" instead")]
    [InlineData("authorization: {credentials: a, credentials_file: b}", "1:33", "authorization.credentials_file: at most one of authorization credentials & credentials_file must be configured")]
    [InlineData("bearer_token: a\nbearer_token_file: b", "1:1", "bearer_token: at most one of bearer_token & bearer_token_file must be configured")]
    [InlineData("bearer_token: a\nbasic_auth: {username: b}", "1:1", "bearer_token: at most one of basic_auth, oauth2, bearer_token & bearer_token_file must be configured")]
    [InlineData("bearer_token: a\nauthorization: {credentials: b}", "2:1", "authorization: authorization is not compatible with bearer_token & bearer_token_file")]
    [InlineData("basic_auth: {username: a}\nauthorization: {credentials: b}", "2:1", "authorization: at most one of basic_auth, oauth2 & authorization must be configured")]
    [InlineData("basic_auth: {username: a}\noauth2: {client_id: a, token_url: 'http://a'}", "2:1", "oauth2: at most one of basic_auth, oauth2 & authorization must be configured")]
    [InlineData("authorization: {}\noauth2: {client_id: a, token_url: 'http://a'}", "1:1", "authorization: at most one of basic_auth, oauth2 & authorization must be configured")]
    [InlineData("oauth2: {token_url: 'http://a'}", "1:9", "oauth2.client_id: oauth2 client_id must be configured")]
    [InlineData("oauth2: {client_id: a}", "1:9", "oauth2.token_url: oauth2 token_url must be configured")]
    [InlineData("oauth2: {client_id: a, token_url: 'http://a', client_secret: a, client_secret_file: b}", "1:65", "oauth2.client_secret_file: at most one of oauth2 client_secret & client_secret_file must be configured using grant-type=client_credentials")]
    [InlineData("oauth2: {client_id: a, token_url: 'http://a', grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', signature_algorithm: ES256}", "1:106", "oauth2.signature_algorithm: valid signature algorithms are RS256, RS384 and RS512")]
    [InlineData("oauth2: {client_id: a, token_url: 'http://a', grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', client_certificate_key: a, client_certificate_key_file: b}", "1:133", "oauth2.client_certificate_key_file: at most one of oauth2 client_certificate_key & client_certificate_key_file must be configured using grant-type=urn:ietf:params:oauth:grant-type:jwt-bearer")]
    [InlineData("tls_config: {ca: a, ca_file: b}", "1:21", "tls_config.ca_file: at most one of ca and ca_file must be configured")]
    [InlineData("tls_config: {cert: a, cert_file: b, key: c}", "1:23", "tls_config.cert_file: at most one of cert and cert_file must be configured")]
    [InlineData("tls_config: {cert: a, key: b, key_file: c}", "1:31", "tls_config.key_file: at most one of key and key_file must be configured")]
    [InlineData("tls_config: {cert_file: a}", "1:14", "tls_config.cert_file: exactly one of key or key_file must be configured when a client certificate is configured")]
    [InlineData("tls_config: {key_file: a}", "1:14", "tls_config.key_file: exactly one of cert or cert_file must be configured when a client key is configured")]
    [InlineData("tls_config: {min_version: TLS14}", "1:27", "tls_config.min_version: expected one of TLS10, TLS11, TLS12, TLS13, found \"TLS14\"")]
    [InlineData("tls_config: {min_version: TLS13, max_version: TLS12}", "1:34", "tls_config.max_version: tls_config.max_version must be greater than or equal to tls_config.min_version if both are specified")]
    [InlineData("tls_config: {ca_ref: a}", "1:14", "tls_config.ca_ref: there is no secret manager to look this up in; give the secret itself or a file")]
    [InlineData("proxy_connect_header: {a: [b]}", "1:1", "proxy_connect_header: if proxy_connect_header is configured, proxy_url or proxy_from_environment must also be configured")]
    [InlineData("proxy_from_environment: true\nproxy_url: http://a", "1:1", "proxy_from_environment: if proxy_from_environment is configured, proxy_url must not be configured")]
    [InlineData("proxy_from_environment: true\nno_proxy: a", "2:1", "no_proxy: if proxy_from_environment is configured, no_proxy must not be configured")]
    [InlineData("no_proxy: a", "1:1", "no_proxy: if no_proxy is configured, proxy_url must also be configured")]
    [InlineData("http_headers: {x-amz-date: {values: [a]}}", "1:1", "http_headers: setting header \"X-Amz-Date\" is not allowed")]
    [InlineData("http_headers: {authorization: {secrets: [a]}}", "1:1", "http_headers: setting header \"Authorization\" is not allowed")]
    [InlineData("follow_redirect: true", "1:1", "follow_redirect: unknown field; did you mean follow_redirects?")]
    public void Read_BrokenRule_IsReportedWithItsPlace(string yaml, string place, string complaint) => Assert.Equal(
        $"/etc/test.yml:{place}: {complaint}", Assert.Throws<ConfigurationException>(() => OptionsReader.Read<HttpClientOptions>(yaml, "/etc/test.yml")).Message);

    [Theory]
    [InlineData("oauth2: {client_id: a, token_url: 'http://a', client_certificate_key: a, client_certificate_key_file: b}")]
    [InlineData("oauth2: {client_id: a, token_url: 'http://a', grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', client_secret: a, client_secret_file: b}")]
    [InlineData("proxy_from_environment: true\nproxy_connect_header: {a: [b]}")]
    [InlineData("http_headers: {X-A: {values: [a], secrets: [b], files: [c]}, X-B: }")]
    [InlineData("tls_config: {}")]
    [InlineData("authorization:")]
    public void Read_SoundText_IsTaken(string yaml) => OptionsReader.Read<HttpClientOptions>(yaml, "/etc/test.yml");

    [Fact]
    public void Read_Defaults_AreTheReferences()
    {
        var options = OptionsReader.Read<HttpClientOptions>("", "test.yml");
        Assert.True(options.FollowRedirects && options.EnableHttp2 && options.IsDefault && !options.HasAuthentication);
        Assert.Equal("follow_redirects: true\nenable_http2: true\n", OptionsWriter.Print(options));
    }

    [Theory]
    [InlineData("bearer_token: abc", "authorization:\n  type: Bearer\n  credentials: <secret>\n")]
    [InlineData("bearer_token_file: abc", "authorization:\n  type: Bearer\n  credentials_file: /etc/abc\n")]
    [InlineData("authorization: {type: '  '}", "authorization:\n  type: Bearer\n")]
    public void Read_BearerToken_BecomesAuthorization(string yaml, string printed) => Assert.Equal(
        printed + "follow_redirects: true\nenable_http2: true\n", OptionsWriter.Print(OptionsReader.Read<HttpClientOptions>(yaml, "/etc/test.yml")));

    [Fact]
    public void Print_Secrets_AreHiddenAndPathsAbsolute()
    {
        var options = OptionsReader.Read<HttpClientOptions>(
            """
            basic_auth: {username: anna, password: hidden, }
            tls_config: {ca_file: ca.pem, cert_file: ../c.pem, key: hidden}
            proxy_url: http://me:hidden@proxy:1
            proxy_connect_header: {a: [hidden]}
            http_headers: {X-A: {values: [shown], secrets: [hidden], files: [f]}}
            """,
            "/etc/pharos/test.yml");
        var printed = OptionsWriter.Print(options);
        Assert.DoesNotContain("hidden", printed, StringComparison.Ordinal);
        Assert.Contains("ca_file: /etc/pharos/ca.pem", printed, StringComparison.Ordinal);
        Assert.Contains("proxy_url: http://me:xxxxx@proxy:1", printed, StringComparison.Ordinal);
        Assert.Contains("- /etc/pharos/f", printed, StringComparison.Ordinal);
        Assert.Contains("hidden", OptionsWriter.Identity(options), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("access_key: a", "1:1", "access_key: must provide a AWS SigV4 Access key and Secret Key if credentials are specified in the SigV4 config")]
    [InlineData("secret_key: a", "1:1", "secret_key: must provide a AWS SigV4 Access key and Secret Key if credentials are specified in the SigV4 config")]
    [InlineData("external_id: a", "1:1", "external_id: external_id can only be used with role_arn")]
    public void ReadSigV4_BrokenRule_IsReportedWithItsPlace(string yaml, string place, string complaint) => Assert.Equal(
        $"/etc/test.yml:{place}: {complaint}", Assert.Throws<ConfigurationException>(() => OptionsReader.Read<SigV4Options>(yaml, "/etc/test.yml")).Message);

    [Fact]
    public void ReadSigV4_Nothing_IsEnough() => Assert.Equal("", OptionsWriter.Print(OptionsReader.Read<SigV4Options>("{}", "test.yml")));
}
