using System.Text.Json;
using Pharos.PromQL.Syntax;

namespace Pharos.Server.Tests.Api;

public sealed class FeaturesApiTests
{
    [Fact]
    public async Task Features_AreThoseOfTheOptions()
    {
        await using var server = await ScrapingServer.StartAsync("global: {}", change: static options => options with
        {
            EnableAdminApi = true,
            Language = new ParserOptions { EnableExperimentalFunctions = true },
        });
        var features = await server.DataAsync("features");
        Assert.Equal(
            [
                "api", "otlp_receiver", "prometheus", "promql", "promql_functions", "promql_operators", "rules", "scrape", "service_discovery_providers", "tsdb",
            ],
            features.EnumerateObject().Select(static category => category.Name));
        Assert.True(Has("api", "admin"));
        Assert.False(Has("api", "lifecycle"));
        Assert.True(Has("promql_functions", "rate"));
        Assert.True(Has("promql_functions", "sort_by_label"));
        Assert.True(Has("promql_operators", "limitk"));
        Assert.True(Has("promql_operators", "<="));
        Assert.False(Has("promql", "fill"));
        Assert.True(Has("service_discovery_providers", "consul"));
        Assert.True(Has("tsdb", "exemplar_storage"));

        bool Has(string category, string feature) => features.GetProperty(category).GetProperty(feature).ValueKind == JsonValueKind.True;
    }
}
