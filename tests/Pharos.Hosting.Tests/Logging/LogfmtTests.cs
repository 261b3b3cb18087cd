using Pharos.Foundation.Logging;

namespace Pharos.Hosting.Tests.Logging;

public sealed class LogfmtTests
{
    [Fact]
    public void Info_MessageAndFields_AreOneLineWithTheirPlace()
    {
        using var log = new LogTexts();
        log.Factory.CreateLogger("web").Info("Listening on", [("address", "127.0.0.1:9090"), ("count", 3)], "/src/Some/Place.cs", 42);
        Assert.Equal(
            "time=2026-01-02T15:04:05.123Z level=INFO source=Place.cs:42 msg=\"Listening on\" component=web address=127.0.0.1:9090 count=3\n",
            log.Text);
    }

    [Fact]
    public void Info_WithoutPlaceGiven_NamesTheCallersFile()
    {
        using var log = new LogTexts();
        log.Factory.CreateLogger("").Info("here");
        Assert.Contains(" source=LogfmtTests.cs:", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("component", log.Text, StringComparison.Ordinal);
    }

    // What Go's slog.TextHandler writes for the same values.
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "\"\"")]
    [InlineData("two words", "\"two words\"")]
    [InlineData("a=b", "\"a=b\"")]
    [InlineData("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [InlineData(@"C:\dir", @"C:\dir")]
    [InlineData("line\nbreak", "\"line\\nbreak\"")]
    [InlineData("tab\there", "\"tab\\there\"")]
    [InlineData("bell\a", "\"bell\\a\"")]
    [InlineData("zürich", "zürich")]
    [InlineData("nbsp\u00a0", "\"nbsp\\u00a0\"")]
    [InlineData("zero\u200bwidth", "\"zero\\u200bwidth\"")]
    [InlineData("{[(,;:/-)]}", "{[(,;:/-)]}")]
    public void Field_Text_IsQuotedWhereGoQuotesIt(string value, string expected) => Assert.Equal(expected, ValueOf(value));

    [Theory]
    [InlineData(true, "true")]
    [InlineData(-5, "-5")]
    [InlineData(1.5, "1.5")]
    [InlineData(null, "<nil>")]
    public void Field_OtherValues_AreWrittenPlainly(object? value, string expected) => Assert.Equal(expected, ValueOf(value));

    [Fact]
    public void Field_TextThatIsNotUnicode_IsQuotedAndMended() => Assert.Equal("\"\ufffd\"", ValueOf("\ud800"));

    [Fact]
    public void Field_Duration_IsWrittenAsGoDoes() => Assert.Equal("1m30.5s", ValueOf(TimeSpan.FromSeconds(90.5)));

    [Fact]
    public void Field_Exception_IsItsMessage() => Assert.Equal("\"no such file\"", ValueOf(new IOException("no such file")));

    [Theory]
    [InlineData("time")]
    [InlineData("level")]
    [InlineData("source")]
    [InlineData("msg")]
    public void Field_NameThatEveryLineHas_IsRenamed(string key)
    {
        using var log = new LogTexts();
        log.Factory.CreateLogger("").Info("m", [(key, "x")]);
        Assert.EndsWith($" msg=m logged_{key}=x\n", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Field_LongerThanAnybodyReads_IsCut()
    {
        var value = ValueOf(new string('é', 20_000));
        Assert.EndsWith("é...", value, StringComparison.Ordinal);
        Assert.InRange(value.Length, 8_000, 8_200);
    }

    private static string ValueOf(object? value)
    {
        using var log = new LogTexts();
        log.Factory.CreateLogger("").Info("m", [("k", value)]);
        return log.Text[(log.Text.IndexOf(" k=", StringComparison.Ordinal) + 3)..^1];
    }
}
