using Pharos.Discovery.Dns;

namespace Pharos.Discovery.Tests.Dns;

public sealed class ResolverFileTests
{
    [Fact]
    public void Parse_File_TakesServersAndSearchAndOptions()
    {
        var file = ResolverFile.Parse("# a comment\nnameserver 10.0.0.1\nnameserver\t::1\r\nnameserver nonsense\nsearch a.b c\noptions ndots:5 attempts:3 rotate timeout:x\n");

        Assert.Equal(["10.0.0.1", "::1"], file.Servers.Select(static server => server.ToString()));
        Assert.Equal(["a.b", "c"], file.Search);
        Assert.Equal(5, file.Dots);
        Assert.Equal(3, file.Attempts);
    }

    [Theory]
    [InlineData("domain d\nsearch a b", "x", "x.a. x.b. x.")]
    [InlineData("search a b\ndomain d", "x", "x.d. x.")]
    [InlineData("search a b", "x.y", "x.y. x.y.a. x.y.b.")]
    [InlineData("search a b\noptions ndots:2", "x.y", "x.y.a. x.y.b. x.y.")]
    [InlineData("search a b", "x.y.", "x.y.")]
    [InlineData("search .", "x", "x.")]
    [InlineData("", "x", "x.")]
    [InlineData("search a\noptions ndots:99", "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16", "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16. 1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.a.")]
    public void Candidates_SearchListAndDots_OrderThem(string text, string name, string candidates) =>
        Assert.Equal(candidates, string.Join(' ', ResolverFile.Parse(text).Candidates(name)));
}
