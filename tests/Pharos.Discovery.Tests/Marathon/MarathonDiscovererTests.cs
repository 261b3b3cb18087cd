using Pharos.Discovery.Marathon;
using Pharos.Discovery.Tests.Servers;
using Pharos.Testing;

namespace Pharos.Discovery.Tests.Marathon;

public sealed class MarathonDiscovererTests
{
    [Theory]
    [InlineData("servers: [http://a, http://b]\nauth_token: x", "")]
    [InlineData("{}", "servers: marathon_sd: must contain at least one Marathon server")]
    [InlineData("servers: [a]", "servers[0]: expected a URL")]
    [InlineData("servers: [http://a]\nauth_token: x\nauth_token_file: y", "auth_token_file: marathon_sd: at most one of auth_token & auth_token_file must be configured")]
    [InlineData("servers: [http://a]\nauth_token: x\nbasic_auth: {username: u}", "auth_token: marathon_sd: at most one of basic_auth, auth_token & auth_token_file must be configured")]
    [InlineData("servers: [http://a]\nauth_token_file: y\nbearer_token: u", "auth_token_file: marathon_sd: at most one of auth_token, auth_token_file & authorization must be configured")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<MarathonDiscoveryOptions>(yaml));

    [Theory]
    [InlineData("""
        "container": {"docker": {"image": "i"}, "portMappings": [{"containerPort": 80, "hostPort": 0, "labels": {"p.q": "r"}}, {"containerPort": 81, "hostPort": 4000}]},
        "tasks": [{"id": "t", "host": "h", "ports": [31000, 31001]}]
        """, "h:31000 port_mapping_label_p_q=r; h:4000")]
    [InlineData("""
        "networks": [{"mode": "container"}], "container": {"docker": {"image": "i"}, "portMappings": [{"containerPort": 80}]},
        "tasks": [{"id": "t", "host": "h", "ports": [31000], "ipAddresses": [{"ipAddress": "10.0.0.7"}]}, {"id": "t", "host": "h2", "ports": []}]
        """, "10.0.0.7:80; h2:80")]
    [InlineData("""
        "container": {"docker": {"image": "i", "portMappings": [{"hostPort": 31}]}}, "tasks": [{"id": "t", "host": "h", "ports": [1]}]
        """, "h:31")]
    [InlineData("""
        "portDefinitions": [{"port": 10000, "labels": {"a": "b"}}], "requirePorts": true, "container": {"docker": {"image": "i"}}, "tasks": [{"id": "t", "host": "h", "ports": [5]}]
        """, "h:10000 port_definition_label_a=b")]
    [InlineData("""
        "portDefinitions": [{"port": 10000}], "requirePorts": false, "container": {"docker": {"image": "i"}}, "tasks": [{"id": "t", "host": "h", "ports": [5]}]
        """, "h:5")]
    [InlineData("""
        "container": {"docker": {"image": "i"}}, "tasks": [{"id": "t", "host": "h", "ports": [5, 6]}]
        """, "h:5; h:6")]
    [InlineData("""
        "container": {"docker": {"image": "i"}}, "tasks": [{"id": "t", "host": "h"}]
        """, "")]
    public async Task Refresh_PortsOfAllKinds_AreTargets(string app, string expected)
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/v2/apps/", $$$"""{"apps": [{"id": "/x", "labels": {"l.m": "n"}, {{{app}}}}]}""");

        var targets = await Options.DiscoverAsync<MarathonDiscoveryOptions>($"servers: ['{api.Url}']");

        const string Group = "__meta_marathon_app=\"/x\", __meta_marathon_app_label_l_m=\"n\", __meta_marathon_image=\"i\"";
        Assert.All(targets, target => Assert.True(expected.Length == 0 || target.EndsWith(" + {" + Group + "}", StringComparison.Ordinal)));
        Assert.Equal(expected, string.Join("; ", targets.Where(static target => target[0] == '{').Select(Short)));
        Assert.True(expected.Length > 0 || targets is ["gone /x"]);
        Assert.Equal("?embed=apps.tasks", api.Requests.First().Query);
    }

    [Fact]
    public async Task Refresh_TokenInFile_IsReadAndSentInItsForm()
    {
        using var folder = new TemporaryFolder();
        await using var api = await ApiServer.StartAsync();
        await File.WriteAllTextAsync(folder.File("token"), " abc\n", TestContext.Current.CancellationToken);
        api.On("/v2/apps/", """{"apps": []}""");

        await Options.DiscoverAsync<MarathonDiscoveryOptions>($"servers: ['{api.Url}']\nauth_token_file: {folder.File("token")}");

        Assert.Equal("token=abc", api.Header("Authorization"));
    }

    /// <summary>The address and the labels of the port, without what all targets have.</summary>
    private static string Short(string target)
    {
        var labels = target[1..target.IndexOf('}', StringComparison.Ordinal)].Split(", ").Select(static label => label.Replace("\"", "", StringComparison.Ordinal)).ToList();
        Assert.Contains("__meta_marathon_task=t", labels);
        Assert.Contains(labels, static label => label.StartsWith("__meta_marathon_port_index=", StringComparison.Ordinal));
        labels.RemoveAll(static label => label.StartsWith("__meta_marathon_task=", StringComparison.Ordinal) || label.StartsWith("__meta_marathon_port_index=", StringComparison.Ordinal));
        return string.Join(' ', labels.Select(static label => label.Replace("__address__=", "", StringComparison.Ordinal).Replace("__meta_marathon_", "", StringComparison.Ordinal)));
    }
}
