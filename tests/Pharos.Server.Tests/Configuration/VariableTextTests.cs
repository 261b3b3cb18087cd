using Pharos.Server.Configuration;

namespace Pharos.Server.Tests.Configuration;

public sealed class VariableTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData("$A", "1")]
    [InlineData("${A}", "1")]
    [InlineData("x${A}y$A", "x1y1")]
    [InlineData("$A-$B", "1-22")]
    [InlineData("$A$B", "122")]
    [InlineData("$AB", "")]
    [InlineData("$$", "$")]
    [InlineData("$$A", "$A")]
    [InlineData("$$$A", "$1")]
    [InlineData("a$", "a$")]
    [InlineData("$NOTHERE", "")]
    [InlineData("x${NOTHERE}y", "xy")]
    [InlineData("${A", "A")]
    [InlineData("${}x", "x")]
    [InlineData("$-x", "x")]
    [InlineData("$#", "")]
    [InlineData("$ x", "$ x")]
    [InlineData("é$Aé", "é1é")]
    [InlineData("$A_", "")]
    [InlineData("$1x", "firstx")]
    public void Expand_Text_HasValuesForNames(string text, string expected) => Assert.Equal(expected, VariableText.Expand(text, Variable));

    private static string? Variable(string name) => name switch
    {
        "A" => "1",
        "B" => "22",
        "1" => "first",
        _ => null,
    };
}
