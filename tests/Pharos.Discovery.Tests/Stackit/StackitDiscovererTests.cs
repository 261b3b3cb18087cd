using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Pharos.Configuration;
using Pharos.Discovery.Stackit;
using Pharos.Discovery.Tests.Servers;

namespace Pharos.Discovery.Tests.Stackit;

public sealed class StackitDiscovererTests
{
    [Theory]
    [InlineData("project: p", "")]
    [InlineData("project: p\nregion: ''", "region: stackit_sd: endpoint and region missing")]
    [InlineData("{}", "project: stackit_sd: project missing")]
    [InlineData("project: p\nendpoint: x", "endpoint: expected a URL with scheme and host, found \"x\"")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<StackitDiscoveryOptions>(yaml).Split('\n')[0]);

    [Fact]
    public async Task Refresh_Servers_AreFoundAtTheirAddresses()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/v1/projects/p/servers?details=true", """
            {"items": [
              {"id": "s1", "name": "n", "availabilityZone": "z", "status": "ACTIVE", "powerStatus": "RUNNING", "machineType": "c1", "labels": {"a.b": "c", "n": 5},
               "nics": [{"networkName": "net-1", "ipv4": "10.0.0.1"}, {"networkName": "net2", "ipv4": "10.0.1.1", "publicIp": "1.2.3.4"}]},
              {"id": "s2", "nics": [{"networkName": "net", "ipv4": "10.0.0.2"}]}, {"id": "s3", "nics": []}, {"id": "s4"}]}
            """);

        var targets = await Options.DiscoverAsync<StackitDiscoveryOptions>($"project: p\nendpoint: {api.Url}\nauthorization: {{credentials: t}}");

        Assert.Equal(
            [
                "{\"1.2.3.4:80\", availability_zone=\"z\", id=\"s1\", label_a_b=\"c\", labelpresent_a_b=\"true\", name=\"n\", power_status=\"RUNNING\", private_ipv4_net2=\"10.0.1.1\", "
                + "private_ipv4_net_1=\"10.0.0.1\", project=\"p\", public_ipv4=\"1.2.3.4\", status=\"ACTIVE\", type=\"c1\"}",
                "{\"10.0.0.2:80\", id=\"s2\", private_ipv4_net=\"10.0.0.2\", project=\"p\"}",
            ],
            Options.Short("__meta_stackit_", targets));
        Assert.Equal("Bearer t", api.Header("Authorization"));
    }

    [Fact]
    public async Task Refresh_ServiceAccount_ExchangesASignedStatementForAToken()
    {
        await using var api = await ApiServer.StartAsync();
        using var rsa = RSA.Create(2048);
        var tokens = 0;
        api.On("/token", _ => new ApiReply($$"""{"access_token": "token{{++tokens}}", "expires_in": 600}""")).On("/v1/projects/p/servers", """{"items": []}""");
        var key = JsonSerializer.Serialize(rsa.ExportRSAPrivateKeyPem());
        var options = new StackitDiscoveryOptions
        {
            Project = "p",
            Endpoint = api.Url,
            TokenUrl = api.Url + "/token",
            ServiceAccountKey = new Secret($$$"""{"credentials": {"kid": "k", "iss": "i@sa", "sub": "s", "aud": "a", "privateKey": {{{key}}} }}"""),
        };
        var program = new DiscoveryFixture();
        await using var running = new RunningMechanism(options.Create(program.Services));
        await running.Targets.NextAsync();
        Assert.Equal("Bearer token1", api.Header("Authorization"));

        var form = HttpUtility.ParseQueryString(api.Requests.First().Body);
        Assert.Equal("urn:ietf:params:oauth:grant-type:jwt-bearer", form["grant_type"]);
        var parts = form["assertion"]!.Split('.');
        Assert.Equal("""{"alg":"RS512","typ":"JWT","kid":"k"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        Assert.StartsWith("""{"iss":"i@sa","sub":"s","jti":""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])), StringComparison.Ordinal);
        Assert.True(rsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1));

        // Kept as long as it is good, which is ten minutes.
        for (var minute = 1; minute <= 9; minute++)
        {
            program.Time.Advance(TimeSpan.FromMinutes(1));
            await running.Targets.NextAsync();
        }

        Assert.Equal("Bearer token2", api.Header("Authorization"));
        Assert.Equal(2, tokens);
    }
}
