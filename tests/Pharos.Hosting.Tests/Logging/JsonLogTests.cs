using System.Text.Json;
using Pharos.Foundation.Logging;
using Pharos.Hosting.Logging;

namespace Pharos.Hosting.Tests.Logging;

public sealed class JsonLogTests
{
    [Fact]
    public void Warn_MessageAndFields_AreOneObject()
    {
        using var log = new LogTexts(LogFormat.Json);
        log.Factory.CreateLogger("web").Warn("a \"message\"", [("n", 3), ("ok", true), ("d", TimeSpan.FromSeconds(2)), ("none", null)], "Place.cs", 7);
        Assert.Equal(
            "{\"time\":\"2026-01-02T15:04:05.1234567Z\",\"level\":\"WARN\",\"source\":\"Place.cs:7\",\"msg\":\"a \\\"message\\\"\","
                + "\"component\":\"web\",\"n\":3,\"ok\":true,\"d\":\"2s\",\"none\":null}\n",
            log.Text);
    }

    [Theory]
    [InlineData("line\nbreak")]
    [InlineData("\u0000\u001b[31m")]
    [InlineData("</script>")]
    [InlineData("\"},{\"level\":\"ERROR\"")]
    public void Fields_HostileText_StaysOneObjectOnOneLine(string text)
    {
        using var log = new LogTexts(LogFormat.Json);
        log.Factory.CreateLogger("").Info(text, [(text, text)]);
        var line = Assert.Single(log.Text.TrimEnd('\n').Split('\n'));
        using var parsed = JsonDocument.Parse(line);
        Assert.Equal(text, parsed.RootElement.GetProperty("msg").GetString());
        Assert.Equal("INFO", parsed.RootElement.GetProperty("level").GetString());
    }
}
