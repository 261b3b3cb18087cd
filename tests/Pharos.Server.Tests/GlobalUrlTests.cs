using Pharos.Server.Web;

namespace Pharos.Server.Tests;

public sealed class GlobalUrlTests
{
    [Theory]
    [InlineData("http://other:9100/metrics", "http://other:9100/metrics")]
    [InlineData("http://10.0.0.1/metrics?a=b", "http://10.0.0.1/metrics?a=b")]
    [InlineData("http://localhost:9100/metrics?x=http://localhost:1/", "http://outside.example:9100/metrics?x=http://localhost:1/")]
    [InlineData("http://127.0.0.1:9100", "http://outside.example:9100")]
    [InlineData("http://[::1]:9100/", "http://outside.example:9100/")]
    [InlineData("https://localhost/metrics", "https://outside.example/metrics")]
    [InlineData("http://localhost:9090/prom/metrics", "https://outside.example:8443/prom/metrics")]
    public void Of_WithAnExternalUrl_NamesThisMachineAsItIsCalledOutside(string url, string expected)
    {
        Assert.True(ExternalUrl.TryParse("https://outside.example:8443/prom/", out var external, out _));
        Assert.Equal(expected, new GlobalUrl(external, 9090).Of(url));
    }

    [Theory]
    [InlineData("http://localhost:9090/metrics", 9090)]
    [InlineData("http://localhost:9100/metrics", 9100)]
    public void Of_WithoutOne_HasTheMachinesName(string url, int port) =>
        Assert.Equal($"http://{System.Net.Dns.GetHostName()}:{port}/metrics", new GlobalUrl(null, 9090).Of(url));
}
