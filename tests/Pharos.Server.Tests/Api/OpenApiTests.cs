using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Configuration.Yaml;
using Pharos.Server.Api.Description;
using Pharos.Server.Storage;
using Pharos.Testing;

namespace Pharos.Server.Tests.Api;

public sealed class OpenApiTests
{
    [Theory]
    [InlineData("", "3.1.0", false)]
    [InlineData("?openapi_version=3.1", "3.1.0", false)]
    [InlineData("?openapi_version=x", "3.1.0", false)]
    [InlineData("?openapi_version=3.2", "3.2.0", true)]
    [InlineData("?openapi_version=3.2.0", "3.2.0", true)]
    public async Task Document_OfAVersion_IsYamlWithEveryPath(string query, string version, bool hasStreams)
    {
        using var folder = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync(RunningServer.Options with { Storage = new StorageOptions { Path = folder.Path } });
        using var answer = await server.SendAsync("GET", "api/v1/openapi.yaml" + query);
        Assert.Equal("application/yaml; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var document = YamlDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(version, document["openapi"]!.Text);
        Assert.Equal("/api/v1", Assert.Single(document["servers"]!.Items)["url"]!.Text);
        Assert.Equal(
            Endpoints.All.Where(endpoint => hasStreams || !endpoint.IsStream).Select(static endpoint => endpoint.Path),
            document["paths"]!.Entries.Select(static path => path.Key.Text));
    }

    [Fact]
    public void Document_Operations_HaveNamesOfTheirOwnAndReferencesThatLeadSomewhere()
    {
        var text = OpenApiDocument.Write(isNewer: true, "/api/v1", "1");
        var document = YamlDocument.Parse(text)!;
        var operations = document["paths"]!.Entries.SelectMany(static path => path.Value.Entries).Select(static method => method.Value).ToList();
        Assert.Equal(operations.Count, operations.Select(static one => one["operationId"]!.Text).Distinct().Count());
        Assert.All(operations, static one => Assert.NotNull(one["responses"]!["default"]));
        Assert.All(
            text.Split('\n').Where(static line => line.Contains("$ref", StringComparison.Ordinal)),
            line =>
            {
                var parts = line[(line.IndexOf("#/", StringComparison.Ordinal) + 2)..].TrimEnd('\'').Split('/');
                Assert.NotNull(document[parts[0]]![parts[1]]![parts[2]]);
            });
        Assert.Equal("query", document["paths"]!["/query"]!["get"]!["tags"]!.Items[0].Text);
        Assert.Contains(document["paths"]!["/query"]!["get"]!["parameters"]!.Items, static one => one["name"]!.Text == "query" && one["required"]!.Text == "true");
        Assert.Equal("query", document["paths"]!["/query"]!["post"]!["requestBody"]!["content"]!["application/x-www-form-urlencoded"]!["schema"]!["required"]!.Items[0].Text);
    }

    [Fact]
    public void Table_OfEndpoints_IsThatOfTheRoutes()
    {
        using var folder = new TemporaryFolder();
        var options = RunningServer.Options with { Storage = new StorageOptions { Path = folder.Path } };
        var routes = ServerApp.New(options, NullLoggerFactory.Instance, TimeProvider.System).Routes
            .Where(static route => route.Path.StartsWith("/api/v1/", StringComparison.Ordinal))
            .Select(static route => $"{route.Path["/api/v1".Length..].Replace("/label/*", "/label/{name}/values", StringComparison.Ordinal)} {route.Method}");
        var described = Endpoints.All.SelectMany(static endpoint => endpoint.Methods.Split(' ').Select(method => $"{endpoint.Path} {method}"));
        Assert.Equal(described.Order(StringComparer.Ordinal), routes.Order(StringComparer.Ordinal));
    }
}
