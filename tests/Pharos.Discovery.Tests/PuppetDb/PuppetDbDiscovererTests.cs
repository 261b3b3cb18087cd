using Pharos.Discovery.PuppetDb;
using Pharos.Discovery.Tests.Servers;

namespace Pharos.Discovery.Tests.PuppetDb;

public sealed class PuppetDbDiscovererTests
{
    private const string Resources = """
        [{"certname": "h.example", "resource": "49af", "type": "Class", "title": "Mysql", "exported": false, "file": "/f.pp", "environment": "prod", "tags": ["a", "b"],
          "parameters": {"text": "x", "yes": true, "small": 0.5, "large": 5000000, "list": ["a", 1, {"no": 1}], "empty": [], "none": null, "deep-er": {"in.ner": "y", "more": {"z": 3}}}}]
        """;

    [Theory]
    [InlineData("url: http://x\nquery: q", "")]
    [InlineData("query: q", "url: URL is missing")]
    [InlineData("url: ftp://x\nquery: q", "url: URL scheme must be 'http' or 'https'")]
    [InlineData("url: http://x", "query: query missing")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<PuppetDbDiscoveryOptions>(yaml).Split('\n')[0]);

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "parameter_deep_er_in_ner=\"y\", parameter_deep_er_more_z=\"3\", parameter_large=\"5e+06\", parameter_list=\"a,1,\", parameter_small=\"0.5\", parameter_text=\"x\", parameter_yes=\"true\", ")]
    public async Task Refresh_Query_FindsResources(bool includesParameters, string parameters)
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/x/pdb/query/v4", Resources);

        var targets = await Options.DiscoverAsync<PuppetDbDiscoveryOptions>(
            $"url: {api.Url}/x/\nquery: 'resources {{ type = \"Class\" }}'\ninclude_parameters: {(includesParameters ? "true" : "false")}\nport: 9");

        Assert.Equal(
            [
                $"{{\"h.example:9\", certname=\"h.example\", environment=\"prod\", exported=\"false\", file=\"/f.pp\", {parameters}"
                + "query=\"resources { type = \\\"Class\\\" }\", resource=\"49af\", tags=\",a,b,\", title=\"Mysql\", type=\"Class\"}",
            ],
            Options.Short("__meta_puppetdb_", targets));
        Assert.Equal("POST", api.Requests.Last().Method);
        Assert.Equal("""{"query":"resources { type = \u0022Class\u0022 }"}""", api.Requests.Last().Body);
    }

    [Fact]
    public async Task Refresh_OtherContent_Fails()
    {
        await using var api = await ApiServer.StartAsync();
        var program = new DiscoveryFixture();
        api.On("/pdb/query/v4", _ => new ApiReply("[]") { ContentType = "text/html" });
        await using var running = new RunningMechanism(Options.Read<PuppetDbDiscoveryOptions>($"url: {api.Url}\nquery: q").Create(program.Services));

        await program.Log.UntilAsync("unsupported content type \"text/html\"");
    }
}
