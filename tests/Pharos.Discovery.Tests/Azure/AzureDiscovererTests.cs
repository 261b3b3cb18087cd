using System.Web;
using Pharos.Discovery.Azure;
using Pharos.Discovery.Tests.Servers;
using Pharos.Testing;

namespace Pharos.Discovery.Tests.Azure;

public sealed class AzureDiscovererTests
{
    private const string Client = "subscription_id: sub\ntenant_id: ten\nclient_id: cl\nclient_secret: se\n";
    private const string Compute = "/subscriptions/sub/providers/Microsoft.Compute/";
    private const string Machine = "/subscriptions/sub/resourceGroups/RG/providers/Microsoft.Compute/virtualMachines/";
    private const string Card = "/subscriptions/sub/resourceGroups/RG/providers/Microsoft.Network/networkInterfaces/";
    private const string ScaleSet = "/subscriptions/sub/resourceGroups/RG/providers/Microsoft.Compute/virtualMachineScaleSets/set";

    [Theory]
    [InlineData(Client, "")]
    [InlineData("subscription_id: sub\nauthentication_method: SDK", "")]
    [InlineData("subscription_id: sub\nauthentication_method: ManagedIdentity\nenvironment: AzureChinaCloud", "")]
    [InlineData("tenant_id: t\nclient_id: c\nclient_secret: s", "subscription_id: azure SD configuration requires a subscription_id")]
    [InlineData("subscription_id: s\nclient_id: c\nclient_secret: s", "tenant_id: azure SD configuration requires a tenant_id")]
    [InlineData("subscription_id: s\ntenant_id: c\nclient_secret: s", "client_id: azure SD configuration requires a client_id")]
    [InlineData("subscription_id: s\ntenant_id: c\nclient_id: s", "client_secret: azure SD configuration requires a client_secret")]
    [InlineData(Client + "authentication_method: x", "authentication_method: expected one of OAuth, ManagedIdentity, SDK, WorkloadIdentity, found \"x\"")]
    [InlineData(Client + "environment: Moon", "environment: there is no cloud configuration matching the name \"Moon\"")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<AzureDiscoveryOptions>(yaml));

    [Fact]
    public async Task Refresh_Machines_AndThoseOfScaleSets()
    {
        await using var api = await StartAsync();
        var program = new DiscoveryFixture();
        await using var running = new RunningMechanism(Configure(api, Client).Create(program.Services));

        Assert.Equal(
            [
                $"{{\"10.0.0.1:80\", machine_computer_name=\"host\", machine_id=\"{Machine}vm1\", machine_location=\"westeurope\", machine_name=\"vm1\", machine_os_type=\"Linux\", "
                + "machine_private_ip=\"10.0.0.1\", machine_public_ip=\"1.2.3.4\", machine_resource_group=\"RG\", machine_size=\"B1s\", machine_tag_a_b=\"c\", subscription_id=\"sub\", tenant_id=\"ten\"}",
                $"{{\"10.0.0.9:80\", machine_id=\"{ScaleSet}/virtualMachines/0\", machine_name=\"set_0\", machine_private_ip=\"10.0.0.9\", machine_resource_group=\"RG\", machine_scale_set=\"set\", "
                + "subscription_id=\"sub\", tenant_id=\"ten\"}",
            ],
            Options.Short("__meta_azure_", await running.Targets.NextTargetsAsync()));
        Assert.Equal("Bearer at", api.Header("Authorization"));
        var form = HttpUtility.ParseQueryString(api.Requests.First().Body);
        Assert.Equal($"client_credentials cl se {api.Url}/.default", string.Join(' ', form["grant_type"], form["client_id"], form["client_secret"], form["scope"]));
        Assert.Contains(program.Log.Lines, static line => line.Contains("Network interface does not exist name=" + Card + "missing", StringComparison.Ordinal));

        // Cards that are known are not asked for again.
        program.Time.Advance(TimeSpan.FromMinutes(5));
        await running.Targets.NextAsync();
        Assert.Equal(3, program.Metric("prometheus_sd_azure_cache_hit_total"));
        Assert.Equal(0, program.Metric("prometheus_sd_azure_failures_total"));
    }

    [Theory]
    [InlineData("authentication_method: ManagedIdentity\nclient_id: own", "", "GET /metadata/identity/oauth2/token?api-version=2018-02-01&resource=<url>%2F&client_id=own", "")]
    [InlineData("authentication_method: ManagedIdentity", "IDENTITY_ENDPOINT=<url>/msi IDENTITY_HEADER=h", "GET /msi?api-version=2019-08-01&resource=<url>%2F", "")]
    [InlineData("authentication_method: WorkloadIdentity", "AZURE_TENANT_ID=et AZURE_CLIENT_ID=ec AZURE_FEDERATED_TOKEN_FILE=<file>", "POST /et/oauth2/v2.0/token", "client_assertion=from+file")]
    [InlineData("authentication_method: SDK", "AZURE_TENANT_ID=et AZURE_CLIENT_ID=ec AZURE_CLIENT_SECRET=es", "POST /et/oauth2/v2.0/token", "client_secret=es")]
    [InlineData("authentication_method: SDK\ntenant_id: own", "AZURE_TENANT_ID=et AZURE_CLIENT_ID=ec AZURE_CLIENT_SECRET=es", "POST /own/oauth2/v2.0/token", "client_id=ec")]
    [InlineData("authentication_method: SDK", "", "GET /metadata/identity/oauth2/token?api-version=2018-02-01&resource=<url>%2F", "")]
    public async Task Refresh_OtherAuthentication_AsksForItsToken(string yaml, string environment, string line, string body)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("jwt"), "from file\n", TestContext.Current.CancellationToken);
        await using var api = await StartAsync();
        var variables = environment.Replace("<url>", api.Url, StringComparison.Ordinal).Replace("<file>", folder.File("jwt"), StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static one => one.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => pair[1]);
        var program = new DiscoveryFixture();
        var services = program.Services with { Http = program.Services.Http with { Variable = name => variables.GetValueOrDefault(name) } };
        await using var running = new RunningMechanism(Configure(api, "subscription_id: sub\n" + yaml).Create(services));

        Assert.Equal(2, (await running.Targets.NextTargetsAsync()).Length);
        Assert.Equal(line.Replace("<url>", Uri.EscapeDataString(api.Url), StringComparison.Ordinal), api.Requests.First().Line);
        Assert.Contains(body, api.Requests.First().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refresh_NextPageOnAnotherServer_IsNotFollowed()
    {
        await using var api = await StartAsync();
        api.On(Compute + "virtualMachines?api-version=2023-03-01", """{"value": [], "nextLink": "http://evil.example/"}""");
        var program = new DiscoveryFixture();
        await using var running = new RunningMechanism(Configure(api, Client).Create(program.Services));

        await program.Log.UntilAsync("is on another server");
        Assert.Equal(1, program.Metric("prometheus_sd_azure_failures_total"));
    }

    private static AzureDiscoveryOptions Configure(ApiServer api, string yaml)
    {
        var options = Options.Read<AzureDiscoveryOptions>(yaml);
        options.Cloud = new AzureCloud(api.Url, api.Url, api.Url);
        return options;
    }

    private static async Task<ApiServer> StartAsync()
    {
        var api = await ApiServer.StartAsync();
        foreach (var path in new[] { "/ten/oauth2/v2.0/token", "/et/oauth2/v2.0/token", "/own/oauth2/v2.0/token", "/metadata/identity/oauth2/token", "/msi" })
        {
            api.On(path, path == "/msi" ? """{"access_token": "at", "expires_on": "1999999999"}""" : """{"access_token": "at", "expires_in": 3599}""");
        }

        api.On(Compute + "virtualMachines?api-version=2023-03-01", $$"""
            {"value": [{"id": "{{Machine}}vm1", "name": "vm1", "location": "westeurope", "tags": {"a b": "c"},
              "properties": {"hardwareProfile": {"vmSize": "B1s"}, "storageProfile": {"osDisk": {"osType": "Linux"} }, "osProfile": {"computerName": "host"},
              "networkProfile": {"networkInterfaces": [{"id": "{{Card}}second"}, {"id": "{{Card}}first"}]} } }], "nextLink": "{{api.Url}}/page2"}
            """);
        api.On("/page2", $$"""
            {"value": [{"id": "{{Machine}}vm2", "name": "vm2", "properties": {"networkProfile": {"networkInterfaces": [{"id": "{{Card}}missing"}]} } }]}
            """);
        api.On(Card + "second", """{"properties": {"primary": false}}""");
        api.On(Card + "first", """
            {"properties": {"primary": true, "ipConfigurations": [{"properties": {"privateIPAddress": "10.0.0.1", "publicIPAddress": {"properties": {"ipAddress": "1.2.3.4"}}}}]}}
            """);
        api.On(Compute + "virtualMachineScaleSets", $$"""{"value": [{"id": "{{ScaleSet}}", "name": "set"}]}""");
        api.On(ScaleSet + "/virtualMachines", $$"""
            {"value": [{"id": "{{ScaleSet}}/virtualMachines/0", "name": "set_0", "properties": {"networkProfile": {"networkInterfaces": [{"id": "{{ScaleSet}}/virtualMachines/0/networkInterfaces/nic"}]} } }]}
            """);
        return api.On(
            ScaleSet + "/virtualMachines/0/networkInterfaces/nic?api-version=2018-10-01&$expand=IPConfigurations/PublicIPAddress",
            """{"properties": {"primary": true, "ipConfigurations": [{"properties": {"privateIPAddress": "10.0.0.9"}}]}}""");
    }
}
