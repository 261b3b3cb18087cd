using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pharos.Http.Tests.Servers;

namespace Pharos.Http.Tests.OAuth2;

public sealed class JwtAssertionTests
{
    [Theory]
    [InlineData("", "RS256")]
    [InlineData("signature_algorithm: RS384", "RS384")]
    [InlineData("signature_algorithm: RS512", "RS512")]
    public async Task Request_JwtBearer_ShowsASignedStatement(string line, string algorithm)
    {
        using var key = RSA.Create(2048);
        await using var tokens = await TestServer.StartAsync(static context => context.Response.WriteAsync("""{"access_token": "t"}"""));
        await using var server = await TestServer.StartAsync();
        using var client = Clients.Create($$"""
            oauth2:
              grant_type: urn:ietf:params:oauth:grant-type:jwt-bearer
              client_id: me
              client_certificate_key: {{Clients.Block(key.ExportRSAPrivateKeyPem())}}
              client_certificate_key_id: key-1
              token_url: {{tokens.Url}}
              scopes: [a, b]
              claims: {sub: other, number: 7, half: 0.5, truth: true, nothing: null, text: '7', list: [1, x], map: {a: b} }
              {{line}}
            """, new ManualTime());
        await client.GetAsync(server.Url);
        Assert.Equal("Bearer t", server.Last.Header("Authorization"));

        var form = tokens.Last.Body.Split('&').Select(static pair => pair.Split('=')).ToDictionary(static pair => pair[0], static pair => Uri.UnescapeDataString(pair[1]), StringComparer.Ordinal);
        Assert.Equal("urn:ietf:params:oauth:grant-type:jwt-bearer", form["grant_type"]);
        Assert.Equal("a+b", form["scope"]);
        var parts = form["assertion"].Split('.');
        Assert.Equal($$"""{"alg":"{{algorithm}}","typ":"JWT","kid":"key-1"}""", Decode(parts[0]));
        var hash = new HashAlgorithmName("SHA" + algorithm[2..]);
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), hash, RSASignaturePadding.Pkcs1));

        var claims = JsonDocument.Parse(Decode(parts[1])).RootElement;
        string Claim(string name) => claims.GetProperty(name).GetRawText();
        Assert.Equal(["\"me\"", "\"other\"", $"\"{tokens.Url}\"", "1735689600", "1735690200", "\"a b\""], ((string[])["iss", "sub", "aud", "iat", "exp", "scope"]).Select(Claim));
        Assert.Equal(["7", "0.5", "true", "null", "\"7\"", "[1,\"x\"]", "{\"a\":\"b\"}"], ((string[])["number", "half", "truth", "nothing", "text", "list", "map"]).Select(Claim));
        Assert.True(Guid.TryParse(claims.GetProperty("jti").GetString(), out _));
    }

    [Fact]
    public async Task Request_IssuerAndAudience_AreThoseConfigured()
    {
        using var key = RSA.Create(2048);
        await using var tokens = await TestServer.StartAsync(static context => context.Response.WriteAsync("""{"access_token": "t"}"""));
        await using var server = await TestServer.StartAsync();
        using var client = Clients.Create($$"""
            oauth2:
              grant_type: urn:ietf:params:oauth:grant-type:jwt-bearer
              client_id: me
              client_certificate_key: {{Clients.Block(key.ExportPkcs8PrivateKeyPem())}}
              token_url: {{tokens.Url}}
              iss: issuer
              audience: somebody
            """);
        await client.GetAsync(server.Url);
        var claims = JsonDocument.Parse(Decode(tokens.Last.Body.Split("assertion=")[1].Split('.')[1])).RootElement;
        Assert.Equal(("issuer", "somebody"), (claims.GetProperty("iss").GetString(), claims.GetProperty("aud").GetString()));
    }

    [Fact]
    public async Task Request_KeyThatIsNone_FailsAndDoesNotTellIt()
    {
        await using var server = await TestServer.StartAsync();
        using var client = Clients.Create(
            "oauth2: {grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', client_id: me, client_certificate_key: hidden, token_url: 'http://127.0.0.1:1/'}");
        var error = await client.FailsAsync(server.Url);
        Assert.Equal("oauth2 client_certificate_key (inline) is no RSA private key in PEM", error.Message);
        Assert.DoesNotContain("hidden", error.ToString(), StringComparison.Ordinal);
    }

    private static string Decode(string part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));
}
