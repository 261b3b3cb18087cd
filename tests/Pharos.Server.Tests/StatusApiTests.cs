using System.Text.Json;
using Pharos.Instrumentation.Runtime;

namespace Pharos.Server.Tests;

public sealed class StatusApiTests
{
    [Fact]
    public async Task BuildInfo_HasTheReferencesShape()
    {
        var build = new BuildInfo { Version = "1.2.3", Revision = "abc", Branch = "main", User = "me@here", Date = "20260102-15:04:05" };
        await using var server = await RunningServer.StartAsync(RunningServer.Options with { Build = build });
        using var answer = await server.SendAsync("GET", "api/v1/status/buildinfo");
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(
            "{\"status\":\"success\",\"data\":{\"version\":\"1.2.3\",\"revision\":\"abc\",\"branch\":\"main\",\"buildUser\":\"me@here\","
                + $"\"buildDate\":\"20260102-15:04:05\",\"goVersion\":\"dotnet{Environment.Version}\"}}}}",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Parts_SayWhatIsBuiltAndWhatIsNot()
    {
        await using var server = await RunningServer.StartAsync();
        using var answer = await server.SendAsync("GET", "api/v1/status/parts");
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var parts = json.RootElement.GetProperty("data").GetProperty("parts").EnumerateArray().Select(static part => part.GetProperty("built").GetBoolean()).ToArray();
        Assert.Equal(Parts.All.Select(static part => part.IsBuilt), parts);
    }
}
