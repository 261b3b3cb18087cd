namespace Pharos.Scrape.Tests.Hostile;

/// <summary>Targets that send the scraper elsewhere.</summary>
[Collection(HostileTargetsAlone.Name)]
public sealed class HostileRedirectTests
{
    private static string To(string location) => $"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    [Fact]
    public async Task Scrape_RedirectsInALoop_GivesUpAfterTen()
    {
        await using var stage = new HostileStage();
        await stage.FailsAsync("stopped after 10 redirects", To(HostileStage.Path));
        Assert.Equal(11, stage.Server.Requests.Count(static request => request.StartsWith("GET " + HostileStage.Path, StringComparison.Ordinal)) - 1);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://127.0.0.1/")]
    [InlineData("http://[broken")]
    public async Task Scrape_RedirectToWhatIsNoHttp_Fails(string location)
    {
        await using var stage = new HostileStage();
        await stage.FailsAsync("", To(location));
    }

    [Fact]
    public async Task Scrape_RedirectIsNotToBeFollowed_IsTheStatus()
    {
        await using var stage = new HostileStage("follow_redirects: false");
        await stage.FailsAsync("server returned HTTP status 302 Found", To("/good"));
        Assert.DoesNotContain(stage.Server.Requests.TakeWhile(static request => !request.StartsWith("GET /good", StringComparison.Ordinal)), static request => request.Contains("/elsewhere", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scrape_RedirectToTheSameHost_TakesCredentialsAlong()
    {
        await using var stage = new HostileStage("basic_auth: {username: user, password: secret}");
        stage.Server.Answer("/elsewhere", HostileStage.Ok("a 1\n"));
        await stage.SucceedsAsync(To("/elsewhere"));
        Assert.Contains("Authorization: Basic", stage.Server.Requests.First(static request => request.StartsWith("GET /elsewhere", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scrape_RedirectToAnotherHost_LeavesCredentialsBehind()
    {
        await using var other = new HostileServer();
        other.Answer("/elsewhere", HostileStage.Ok("a 1\n"));
        await using var stage = new HostileStage("basic_auth: {username: user, password: secret}");
        await stage.SucceedsAsync(To($"http://localhost:{other.Address.Split(':')[1]}/elsewhere"));
        var request = Assert.Single(other.Requests);
        Assert.DoesNotContain("Authorization", request, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Accept: ", request, StringComparison.Ordinal);
    }
}
