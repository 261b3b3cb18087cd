using Pharos.Http.Connecting;

namespace Pharos.Http.Tests.Connecting;

public sealed class NoProxyListTests
{
    [Theory]
    [InlineData("", "http://localhost/", true)]
    [InlineData("", "http://127.0.0.2/", true)]
    [InlineData("", "http://[::1]/", true)]
    [InlineData("", "http://a.org/", false)]
    [InlineData("*", "http://a.org/", true)]
    [InlineData("b.org, *", "http://10.0.0.1/", true)]
    [InlineData("a.org", "http://a.org/", true)]
    [InlineData("A.ORG", "http://a.org:8080/", true)]
    [InlineData("a.org", "http://x.y.a.org/", true)]
    [InlineData("a.org", "http://xa.org/", false)]
    [InlineData(".a.org", "http://a.org/", false)]
    [InlineData(".a.org", "http://x.a.org/", true)]
    [InlineData("*.a.org", "http://a.org/", false)]
    [InlineData("*.a.org", "http://x.a.org/", true)]
    [InlineData("a.org:8080", "http://x.a.org:8080/", true)]
    [InlineData("a.org:8080", "http://a.org/", false)]
    [InlineData("a.org:80", "http://a.org/", true)]
    [InlineData("a.org:443", "https://a.org/", true)]
    [InlineData("10.1.2.3", "http://10.1.2.3:99/", true)]
    [InlineData("10.1.2.3", "http://10.1.2.4/", false)]
    [InlineData("10.1.2.3:80", "http://10.1.2.3/", true)]
    [InlineData("10.1.2.3:81", "http://10.1.2.3/", false)]
    [InlineData("10.0.0.0/8", "http://10.200.0.1/", true)]
    [InlineData("10.9.9.9/8", "http://10.200.0.1/", true)]
    [InlineData("10.0.0.0/8", "http://11.0.0.1/", false)]
    [InlineData("10.0.0.0/33", "http://10.0.0.1/", false)]
    [InlineData("2001:db8::/32", "http://[2001:db8::5]/", true)]
    [InlineData("2001:db8::5", "http://[2001:db8::5]/", true)]
    [InlineData("[2001:db8::5]:80", "http://[2001:db8::5]/", true)]
    [InlineData("[2001:db8::5]:81", "http://[2001:db8::5]/", false)]
    [InlineData(" , a.org ,,b.org", "http://b.org/", true)]
    [InlineData(":80", "http://b.org/", false)]
    public void Contains_Entry_MeansWhatItSays(string list, string url, bool isIn) => Assert.Equal(isIn, NoProxyList.Parse(list).Contains(new Uri(url)));
}
