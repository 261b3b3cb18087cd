using System.Net;
using Pharos.Hosting.Http;

namespace Pharos.Hosting.Tests.Http;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("0.0.0.0:9090", "0.0.0.0", 9090)]
    [InlineData(":9090", "", 9090)]
    [InlineData("[::1]:0", "::1", 0)]
    [InlineData("localhost:65535", "localhost", 65535)]
    public void TryParse_Address_GivesItsPartsAndPrintsAsItWas(string text, string host, int port)
    {
        Assert.True(ListenAddress.TryParse(text, out var address, out _));
        Assert.Equal(new ListenAddress(host, port), address);
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData("localhost:http", 80)]
    [InlineData("localhost:HTTPS", 443)]
    [InlineData("[::1]:ssh", 22)]
    public void TryParse_NameOfAService_IsItsPort(string text, int port)
    {
        Assert.True(ListenAddress.TryParse(text, out var address, out _));
        Assert.Equal(port, address.Port);
    }

    [Theory]
    [InlineData("host:no-such-service", "address no-such-service: invalid port")]
    [InlineData("", "address : missing port in address")]
    [InlineData("9090", "address 9090: missing port in address")]
    [InlineData("localhost", "address localhost: missing port in address")]
    [InlineData("[::1]", "address [::1]: missing port in address")]
    [InlineData("::1:9090", "address ::1:9090: too many colons in address")]
    [InlineData("[::1:9090", "address [::1:9090: too many colons in address")]
    [InlineData("a]:1", "address a]:1: unexpected bracket in address")]
    [InlineData("host:", "address : invalid port")]
    [InlineData("host:65536", "address 65536: invalid port")]
    [InlineData("host:-1", "address -1: invalid port")]
    [InlineData("vsock://:9090", "address vsock://:9090: sockets between virtual machines (vsock) are not supported")]
    [InlineData("host: 1", "address  1: invalid port")]
    public void TryParse_NoAddress_SaysWhy(string text, string expected)
    {
        Assert.False(ListenAddress.TryParse(text, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("127.0.0.1:1", "127.0.0.1")]
    [InlineData("[::1]:1", "::1")]
    [InlineData("localhost:1", "127.0.0.1")]
    public async Task ResolveAsync_Host_IsItsAddress(string text, string expected)
    {
        Assert.True(ListenAddress.TryParse(text, out var address, out _));
        var endpoint = await address.ResolveAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new IPEndPoint(IPAddress.Parse(expected), 1), endpoint);
    }

    [Fact]
    public async Task ResolveAsync_NameThatCannotExist_SaysSo()
    {
        var address = new ListenAddress("no.such.host.invalid", 1);
        var exception = await Assert.ThrowsAsync<ListenException>(() => address.ResolveAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("listen tcp: lookup no.such.host.invalid: ", exception.Message, StringComparison.Ordinal);
    }
}
