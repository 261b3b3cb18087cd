using Pharos.Cli.Flags;

namespace Pharos.Cli.Tests;

public sealed class NearestNameTests
{
    private static readonly string[] Names = ["--web.listen-address", "--web.max-connections", "--log.level"];

    [Theory]
    [InlineData("--web.listen-adress", "--web.listen-address")]
    [InlineData("--web.listenaddress", "--web.listen-address")]
    [InlineData("--log.lvel", "--log.level")]
    [InlineData("--log-level", "--log.level")]
    public void Hint_Typo_NamesWhatWasMeant(string given, string expected) => Assert.Equal($" (did you mean '{expected}'?)", NearestName.Hint(given, Names));

    [Theory]
    [InlineData("--foo")]
    [InlineData("")]
    [InlineData("--storage.tsdb.path")]
    public void Hint_NothingNear_IsEmpty(string given) => Assert.Equal("", NearestName.Hint(given, Names));

    [Fact]
    public void Hint_HugeName_IsNotCompared() => Assert.Equal("", NearestName.Hint(new string('x', 1_000_000), Names));
}
