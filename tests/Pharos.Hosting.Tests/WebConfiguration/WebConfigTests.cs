using System.Net.Security;
using System.Security.Authentication;
using Pharos.Configuration;
using Pharos.Hosting.WebConfiguration;

namespace Pharos.Hosting.Tests.WebConfiguration;

public sealed class WebConfigTests
{
    private const string Hash = "$2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi";

    [Theory]
    [InlineData("nonsense: 1", "1:1: nonsense: unknown field")]
    [InlineData("tls_server_config: {client_auth_type: NoClientCert}", "1:20: tls_server_config: missing one of cert or cert_file")]
    [InlineData("tls_server_config: {cert_file: a}", "1:20: tls_server_config: missing one of key or key_file")]
    [InlineData("tls_server_config: {client_auth_type: Any}", "1:39: tls_server_config.client_auth_type: expected one of NoClientCert, RequestClientCert, RequireAnyClientCert, RequireClientCert, VerifyClientCertIfGiven, RequireAndVerifyClientCert, found \"Any\"")]
    [InlineData("tls_server_config: {cert: a, key: b, client_ca: c}", "1:38: tls_server_config.client_ca: Client CA's have been configured without a Client Auth Policy")]
    [InlineData("tls_server_config: {cert: a, key: b, client_ca_file: c, client_auth_type: NoClientCert}", "1:38: tls_server_config.client_ca_file: Client CA's have been configured without a Client Auth Policy")]
    [InlineData("tls_server_config: {min_version: SSL3}", "1:34: tls_server_config.min_version: expected one of TLS10, TLS11, TLS12, TLS13, found \"SSL3\"")]
    [InlineData("tls_server_config: {curve_preferences: [P256]}", "1:41: tls_server_config.curve_preferences[0]: expected one of CurveP256, CurveP384, CurveP521, X25519, found \"P256\"")]
    [InlineData("http_server_config: {headers: {Server: x}}", "1:22: http_server_config.headers: HTTP header \"Server\" can not be configured")]
    [InlineData("http_server_config: {headers: {X-Frame-Options: allow}}", "1:22: http_server_config.headers: invalid value for X-Frame-Options. Expected one of: deny, sameorigin, but got: \"allow\"")]
    [InlineData("http_server_config: {http2: 2}", "1:29: http_server_config.http2: expected true or false, found \"2\"")]
    [InlineData("basic_auth_users: {me: hidden}", "1:1: basic_auth_users: user \"me\": the hash is too short to be one of bcrypt")]
    [InlineData("basic_auth_users: {me: $2y$03$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi}", "1:1: basic_auth_users: user \"me\": cost 3 of the bcrypt hash is outside allowed inclusive range 4..31")]
    [InlineData("basic_auth_users: {me: $2y$a0$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi}", "1:1: basic_auth_users: user \"me\": the cost of the bcrypt hash is no number")]
    [InlineData("basic_auth_users: {me: $4y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi}", "1:1: basic_auth_users: user \"me\": the version of the bcrypt hash is newer than the current version '2'")]
    [InlineData("basic_auth_users: {me: x2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi}", "1:1: basic_auth_users: user \"me\": bcrypt hashes must start with '$'")]
    [InlineData("rate_limit: {interval: 1d}", "1:24: rate_limit.interval: time: unknown unit \"d\" in duration \"1d\"")]
    public void Read_BrokenRule_SaysWhereAndWhat(string text, string expected)
    {
        var error = Assert.Throws<ConfigurationException>(() => OptionsReader.Read<WebConfig>(text, "/web.yml"));
        Assert.Equal($"/web.yml:{expected}", error.Message);
    }

    [Fact]
    public void Read_EveryField_IsTaken()
    {
        const string Text =
            $$"""
            tls_server_config:
              cert_file: cert.pem
              key_file: /etc/key.pem
              client_ca_file: ca.pem
              client_auth_type: RequireClientCert
              client_allowed_sans: [a, b]
              min_version: TLS13
              max_version: TLS13
              cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]
              prefer_server_cipher_suites: false
              curve_preferences: [X25519]
            http_server_config:
              http2: false
              headers: {X-Content-Type-Options: nosniff}
            rate_limit: {interval: 1m0.5s, burst: 3}
            basic_auth_users: {me: {{Hash}}}
            """;
        var config = OptionsReader.Read<WebConfig>(Text, "/etc/pharos/web.yml");
        Assert.Equal(("/etc/pharos/cert.pem", "/etc/key.pem", "/etc/pharos/ca.pem"), (config.Tls.CertFile, config.Tls.KeyFile, config.Tls.ClientCaFile));
        Assert.Equal((ClientCertificates.RequireAny, SslProtocols.Tls13, SslProtocols.Tls13), (config.Tls.ClientAuthType, config.Tls.MinVersion, config.Tls.MaxVersion));
        Assert.Equal(["a", "b"], config.Tls.ClientAllowedSans);
        Assert.Equal([TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256], config.Tls.CipherSuites);
        Assert.Equal(["X25519"], config.Tls.CurvePreferences);
        Assert.False(config.Tls.PreferServerCipherSuites || config.Http.Http2);
        Assert.Equal((TimeSpan.FromSeconds(60.5), 3), (config.RateLimit.Interval, config.RateLimit.Burst));
        Assert.Equal(Hash, config.Users["me"].Reveal());
        Assert.DoesNotContain(Hash, OptionsWriter.Print(config), StringComparison.Ordinal);
        var identity = OptionsWriter.Identity(config);
        Assert.Equal(identity, OptionsWriter.Identity(OptionsReader.Read<WebConfig>(identity, "/elsewhere/web.yml")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tls_server_config:\nhttp_server_config:\nrate_limit:\nbasic_auth_users:\n")]
    [InlineData("tls_server_config: {}\nbasic_auth_users: {}\n")]
    public void Read_NothingSaid_HasDefaults(string text)
    {
        var config = OptionsReader.Read<WebConfig>(text, "/web.yml");
        Assert.False(config.Tls.IsEnabled);
        Assert.True(config.Http.Http2 && config.Tls.PreferServerCipherSuites);
        Assert.Equal((SslProtocols.Tls12, SslProtocols.Tls13), (config.Tls.MinVersion, config.Tls.MaxVersion));
        Assert.Equal((TimeSpan.Zero, 0), (config.RateLimit.Interval, config.Users.Count));
    }
}
