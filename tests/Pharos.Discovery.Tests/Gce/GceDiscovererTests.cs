using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Pharos.Discovery.Gce;
using Pharos.Discovery.Tests.Servers;
using Pharos.Testing;

namespace Pharos.Discovery.Tests.Gce;

public sealed class GceDiscovererTests
{
    private readonly DiscoveryFixture _program = new();
    private readonly Dictionary<string, string> _environment = [];

    [Theory]
    [InlineData("project: p\nzone: z", "")]
    [InlineData("zone: z", "project: GCE SD configuration requires a project")]
    [InlineData("project: p", "zone: GCE SD configuration requires a zone")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<GceDiscoveryOptions>(yaml));

    [Fact]
    public async Task Refresh_AccountOfTheMachine_FindsInstancesOfAllPages()
    {
        await using var api = await ApiServer.StartAsync();
        _environment["GCE_METADATA_HOST"] = api.Address;
        _environment["HOME"] = "/nonexistent";
        api.On("/computeMetadata/v1/instance/service-accounts/default/token", """{"access_token": "mt", "expires_in": 3600}""");
        api.On("/compute/v1/projects/p/zones/z/instances?filter=name%3Dx", """
            {"items": [{"id": "123", "name": "n", "zone": "https://x/z", "status": "RUNNING", "machineType": "https://x/n1", "tags": {"items": ["a", "b"]}, "labels": {"l-m": "v"},
              "metadata": {"items": [{"key": "k.k", "value": "v"}, {"key": "none"}]},
              "networkInterfaces": [{"name": "nic0", "network": "net", "subnetwork": "sub", "networkIP": "10.0.0.1", "accessConfigs": [{"type": "ONE_TO_ONE_NAT", "natIP": "1.2.3.4"}]},
                {"name": "nic1", "networkIP": "10.1.0.1"}]}, {"id": "5", "networkInterfaces": []}], "nextPageToken": "t"}
            """);
        api.On("/compute/v1/projects/p/zones/z/instances?filter=name%3Dx&pageToken=t", """{"items": [{"id": "124", "networkInterfaces": [{"networkIP": "10.0.0.2"}]}]}""");

        await using var running = Run(api, "project: p\nzone: z\nfilter: name=x");

        Assert.Equal(
            [
                "{\"10.0.0.1:80\", instance_id=\"123\", instance_name=\"n\", instance_status=\"RUNNING\", interface_ipv4_nic0=\"10.0.0.1\", interface_ipv4_nic1=\"10.1.0.1\", "
                + "label_l_m=\"v\", machine_type=\"https://x/n1\", metadata_k_k=\"v\", network=\"net\", private_ip=\"10.0.0.1\", project=\"p\", public_ip=\"1.2.3.4\", "
                + "subnetwork=\"sub\", tags=\",a,b,\", zone=\"https://x/z\"}",
                "{\"10.0.0.2:80\", instance_id=\"124\", interface_ipv4_=\"10.0.0.2\", private_ip=\"10.0.0.2\", project=\"p\"}",
            ],
            Options.Short("__meta_gce_", await running.Targets.NextTargetsAsync()));
        Assert.Equal("Bearer mt", api.Header("Authorization"));
        Assert.Equal("Google", api.Requests.First().Headers["Metadata-Flavor"]);
    }

    [Fact]
    public async Task Refresh_ServiceAccount_SignsForItsToken()
    {
        using var folder = new TemporaryFolder();
        using var rsa = RSA.Create(2048);
        await using var api = await ApiServer.StartAsync();
        await File.WriteAllTextAsync(
            folder.File("key.json"),
            $$"""{"type": "service_account", "client_email": "me@p", "private_key_id": "kid", "private_key": {{JsonSerializer.Serialize(rsa.ExportPkcs8PrivateKeyPem())}}, "token_uri": "{{api.Url}}/token"}""",
            TestContext.Current.CancellationToken);
        _environment["GOOGLE_APPLICATION_CREDENTIALS"] = folder.File("key.json");
        api.On("/token", """{"access_token": "st", "expires_in": "3600"}""").On("/compute/v1/projects/p/zones/z/instances", "{}");

        await using var running = Run(api, "project: p\nzone: z");

        Assert.Equal(["gone GCE_p_z"], await running.Targets.NextTargetsAsync());
        Assert.Equal("Bearer st", api.Header("Authorization"));
        var parts = HttpUtility.ParseQueryString(api.Requests.First().Body)["assertion"]!.Split('.');
        Assert.Equal("""{"alg":"RS256","typ":"JWT","kid":"kid"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        Assert.Equal(
            $$"""{"iss":"me@p","scope":"https://www.googleapis.com/auth/compute.readonly","aud":"{{api.Url}}/token","iat":1767323045,"exp":1767326645}""",
            Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])));
        Assert.True(rsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Theory]
    [InlineData("""{"type": "external_account"}""", "has credentials of type \"external_account\", and only service_account and authorized_user can be used")]
    [InlineData("""{"type": "service_account", "private_key": "none"}""", "is no RSA private key in PEM")]
    [InlineData("nonsense", "has no credentials of Google's")]
    public async Task Refresh_OtherCredentials_AreRefused(string file, string reason)
    {
        using var folder = new TemporaryFolder();
        await using var api = await ApiServer.StartAsync();
        await File.WriteAllTextAsync(folder.File("key.json"), file, TestContext.Current.CancellationToken);
        _environment["GOOGLE_APPLICATION_CREDENTIALS"] = folder.File("key.json");
        await using var running = Run(api, "project: p\nzone: z");

        await _program.Log.UntilAsync(reason);
    }

    private RunningMechanism Run(ApiServer api, string yaml)
    {
        var options = Options.Read<GceDiscoveryOptions>(yaml);
        options.Endpoint = api.Url;
        return new RunningMechanism(options.Create(
            _program.Services with { Http = _program.Services.Http with { Variable = name => _environment.GetValueOrDefault(name) } }));
    }
}
