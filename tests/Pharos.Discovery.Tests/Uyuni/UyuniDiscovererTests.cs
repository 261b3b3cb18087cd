using Pharos.Discovery.Tests.Servers;
using Pharos.Discovery.Uyuni;

namespace Pharos.Discovery.Tests.Uyuni;

public sealed class UyuniDiscovererTests
{
    private const string Account = "username: u\npassword: p\n";

    [Theory]
    [InlineData(Account + "server: https://x", "")]
    [InlineData(Account, "server: Uyuni SD configuration requires server host")]
    [InlineData(Account + "server: x", "server: expected a URL that begins with http:// or https://")]
    [InlineData("server: https://x\npassword: p", "username: Uyuni SD configuration requires a username")]
    [InlineData("server: https://x\nusername: u", "password: Uyuni SD configuration requires a password")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<UyuniDiscoveryOptions>(yaml));

    [Fact]
    public async Task Refresh_Systems_HaveATargetForEachExporter()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/rpc/api", request => new ApiReply(Answer(request.Body)) { ContentType = "text/xml" });

        var targets = await Options.DiscoverAsync<UyuniDiscoveryOptions>(Account + $"server: {api.Url}/\nseparator: ';'");

        Assert.Equal(
            [
                "{\"h1:9100\", endpoint_name=\"node\", exporter=\"node_exporter\", groups=\"g1;g2\", metrics_path=\"/metrics\", minion_hostname=\"h1\", primary_fqdn=\"h1.x\", "
                + "proxy_module=\"m\", scheme=\"https\", system_id=\"1001\"}",
                "{\"h1:9104\", endpoint_name=\"db\", groups=\"g1;g2\", minion_hostname=\"h1\", primary_fqdn=\"h1.x\", scheme=\"http\", system_id=\"1001\"}",
            ],
            Options.Short("__meta_uyuni_", targets));
        Assert.Contains("<param><value><string>u</string></value></param><param><value><string>p</string></value></param><param><value><int>600</int></value></param>", api.Requests.First().Body, StringComparison.Ordinal);
        Assert.Contains("<string>tok</string></value></param><param><value><array><data><value><int>1001</int></value></data></array></value>", api.Requests.Last().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refresh_Fault_IsToldAndLogsInAgain()
    {
        await using var api = await ApiServer.StartAsync();
        var program = new DiscoveryFixture();
        var isBroken = true;
        api.On("/rpc/api", request => new ApiReply(isBroken && !request.Body.Contains("auth.login", StringComparison.Ordinal)
            ? "<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>2950</int></value></member><member><name>faultString</name><value>no session</value></member></struct></value></fault></methodResponse>"
            : Answer(request.Body)));
        await using var running = new RunningMechanism(Options.Read<UyuniDiscoveryOptions>(Account + $"server: {api.Url}").Create(program.Services));
        await program.Log.UntilAsync("system.listSystemGroupsForSystemsWithEntitlement: no session (code 2950)");

        isBroken = false;
        program.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(2, (await running.Targets.NextTargetsAsync()).Length);
        Assert.Equal(2, api.Requests.Count(static request => request.Body.Contains("auth.login", StringComparison.Ordinal)));
    }

    private static string Answer(string call)
    {
        var value = call switch
        {
            _ when call.Contains("auth.login", StringComparison.Ordinal) => "<string>tok</string>",
            _ when call.Contains("listSystemGroups", StringComparison.Ordinal) => List(Struct(("id", "<int>1001</int>"), ("system_groups", List(Struct(("id", "<int>1</int>"), ("name", "g1")), Struct(("name", "<string>g2</string>")))))),
            _ when call.Contains("getNetworkForSystems", StringComparison.Ordinal) => List(Struct(("system_id", "<i4>1001</i4>"), ("hostname", "h1"), ("primary_fqdn", "h1.x"), ("ip", "10.0.0.1"))),
            _ => List(
                Struct(("system_id", "<int>1001</int>"), ("endpoint_name", "node"), ("port", "<int>9100</int>"), ("path", "/metrics"), ("module", "m"), ("exporter_name", "node_exporter"), ("tls_enabled", "<boolean>1</boolean>")),
                Struct(("system_id", "<int>1001</int>"), ("endpoint_name", "db"), ("port", "<int>9104</int>"), ("tls_enabled", "<boolean>0</boolean>"))),
        };
        return $"<?xml version=\"1.0\"?><methodResponse><params><param><value>{value}</value></param></params></methodResponse>";
    }

    private static string List(params string[] values) => $"<array><data>{string.Concat(values.Select(static value => $"<value>{value}</value>"))}</data></array>";

    private static string Struct(params (string Name, string Value)[] members) =>
        $"<struct>{string.Concat(members.Select(static member => $"<member><name>{member.Name}</name><value>{member.Value}</value></member>"))}</struct>";
}
