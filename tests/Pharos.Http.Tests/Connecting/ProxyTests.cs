using Pharos.Http.Tests.Servers;

namespace Pharos.Http.Tests.Connecting;

public sealed class ProxyTests : IDisposable
{
    private readonly TestAuthority _authority = TestAuthority.Create();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task Request_HttpThroughProxy_IsGivenToItWhole()
    {
        await using var proxy = new TestProxy();
        using var client = Clients.Create($"proxy_url: http://an%40na:secret@127.0.0.1:{proxy.Port}\nproxy_connect_header: {{X-Connect: [one]}}");
        Assert.Equal("200 from here", await client.GetAsync("http://target.test/metrics?a=b"));
        Assert.Equal("200 from here", await client.GetAsync("http://target.test:8080/metrics"));
        Assert.StartsWith("GET http://target.test/metrics?a=b HTTP/1.1\r\n", proxy.Heads[0], StringComparison.Ordinal);
        Assert.StartsWith("GET http://target.test:8080/metrics HTTP/1.1\r\n", proxy.Heads[1], StringComparison.Ordinal);
        Assert.Contains("\r\nProxy-Authorization: Basic YW5AbmE6c2VjcmV0\r\n", proxy.Heads[0], StringComparison.Ordinal);
        Assert.DoesNotContain("X-Connect", proxy.Heads[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_HttpsThroughProxy_TakesATunnelWithTheConfiguredHeaders()
    {
        using var certificate = _authority.IssueServer("target.test");
        await using var server = await TestServer.StartAsync(certificate: certificate);
        await using var proxy = new TestProxy(server.Port);
        using var client = Clients.Create($$"""
            proxy_url: http://anna:secret@127.0.0.1:{{proxy.Port}}
            proxy_connect_header: {X-Connect: [one, two]}
            basic_auth: {username: bert}
            tls_config: {ca: {{Clients.Block(_authority.Pem)}}}
            """);
        Assert.Equal("200 ok", await client.GetAsync("https://target.test/metrics"));
        Assert.Equal("200 ok", await client.GetAsync("https://target.test/metrics"));
        var head = Assert.Single(proxy.Heads);
        Assert.Equal(
            "CONNECT target.test:443 HTTP/1.1\r\nHost: target.test:443\r\nX-Connect: one\r\nX-Connect: two\r\nUser-Agent: Pharos/test\r\n"
            + "Proxy-Authorization: Basic YW5uYTpzZWNyZXQ=\r\n\r\n",
            head);
        Assert.Equal("HTTP/2", server.Last.Protocol);
        Assert.Equal("", server.Last.Header("X-Connect") + server.Last.Header("Proxy-Authorization"));
        Assert.Equal("Basic YmVydDo=", server.Last.Header("Authorization"));
    }

    [Fact]
    public async Task Request_ProxyWithTls_IsCheckedByItsOwnName()
    {
        using var front = _authority.IssueServer("127.0.0.1");
        using var certificate = _authority.IssueServer("inner.test");
        await using var server = await TestServer.StartAsync(certificate: certificate);
        await using var proxy = new TestProxy(server.Port, front);
        using var client = Clients.Create($"proxy_url: https://127.0.0.1:{proxy.Port}\ntls_config: {{ca: {Clients.Block(_authority.Pem)}, server_name: inner.test}}");
        Assert.Equal("200 ok", await client.GetAsync("https://target.test:8443/"));
        Assert.Equal("200 from here", await client.GetAsync("http://target.test/"));
        Assert.StartsWith("CONNECT target.test:8443 ", proxy.Heads[0], StringComparison.Ordinal);
        Assert.StartsWith("GET http://target.test/ ", proxy.Heads[1], StringComparison.Ordinal);
        Assert.Equal("inner.test", server.Last.ServerName);

        using var stranger = Clients.Create($"proxy_url: https://127.0.0.1:{proxy.Port}");
        Assert.Contains($"proxy https://127.0.0.1:{proxy.Port}: ", (await stranger.FailsAsync(new Uri("https://target.test/"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required", "CONNECT was answered with 407 Proxy Authentication Required")]
    [InlineData("HTTP/1.1 502", "CONNECT was answered with 502")]
    [InlineData("SSH-2.0-OpenSSH", "what answers to CONNECT is no HTTP")]
    public async Task Request_ProxyRefuses_FailsAndSaysWhatItSaid(string answer, string complaint)
    {
        await using var proxy = new TestProxy(connectAnswer: answer);
        using var client = Clients.Create($"proxy_url: http://anna:hidden@127.0.0.1:{proxy.Port}");
        var error = await client.FailsAsync(new Uri("https://target.test/"));
        Assert.StartsWith($"proxy http://127.0.0.1:{proxy.Port}: {complaint}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_NoProxy_GoesStraight()
    {
        await using var server = await TestServer.StartAsync();
        await using var proxy = new TestProxy();
        using var client = Clients.Create($"proxy_url: http://127.0.0.1:{proxy.Port}\nno_proxy: example.org");
        Assert.Equal("200 ok", await client.GetAsync(server.Url));
        Assert.Equal("200 from here", await client.GetAsync("http://target.test/"));
        Assert.Single(proxy.Heads);
    }

    [Fact]
    public async Task Request_ProxyUrlWithoutExceptions_TakesItToThisMachineToo()
    {
        await using var proxy = new TestProxy();
        using var client = Clients.Create($"proxy_url: http://127.0.0.1:{proxy.Port}");
        Assert.Equal("200 from here", await client.GetAsync("http://127.0.0.1:1/"));
    }

    [Theory]
    [InlineData("HTTP_PROXY", "http://target.test/", "from here")]
    [InlineData("http_proxy", "http://target.test/", "from here")]
    [InlineData("HTTPS_PROXY", "https://target.test/", "ok")]
    [InlineData("https_proxy", "https://target.test/", "ok")]
    public async Task Request_ProxyFromEnvironment_IsThatOfTheScheme(string variable, string url, string answer)
    {
        using var certificate = _authority.IssueServer("target.test");
        await using var server = await TestServer.StartAsync(certificate: certificate);
        await using var proxy = new TestProxy(server.Port);
        using var client = Clients.Create(
            $"proxy_from_environment: true\ntls_config: {{ca: {Clients.Block(_authority.Pem)}}}",
            variables: new() { [variable] = $"127.0.0.1:{proxy.Port}", ["no_proxy"] = "other.test" });
        Assert.Equal("200 " + answer, await client.GetAsync(url));
        Assert.Single(proxy.Heads);
    }

    [Fact]
    public async Task Request_EnvironmentWithoutBeingAsked_IsIgnored()
    {
        await using var server = await TestServer.StartAsync();
        using var client = Clients.Create("{}", variables: new() { ["HTTP_PROXY"] = "http://127.0.0.1:1" });
        Assert.Equal("200 ok", await client.GetAsync(server.Url));
    }

    [Theory]
    [InlineData("socks5", null, null)]
    [InlineData("socks5h", null, "anna:secret")]
    [InlineData("socks5", "anna:secret", "anna:secret")]
    public async Task Request_ThroughSocks_ReachesHostsByName(string scheme, string? asks, string? user)
    {
        using var certificate = _authority.IssueServer("target.test");
        await using var server = await TestServer.StartAsync(certificate: certificate);
        await using var socks = new TestSocks(server.Port, asks);
        using var client = Clients.Create($"proxy_url: {scheme}://{(user is null ? "" : user + "@")}127.0.0.1:{socks.Port}\ntls_config: {{ca: {Clients.Block(_authority.Pem)}}}");
        Assert.Equal("200 ok", await client.GetAsync("https://target.test/"));
        Assert.Equal(["3 target.test:443"], socks.Targets);
    }

    [Theory]
    [InlineData("http://192.0.2.1:81/", "1 192.0.2.1:81")]
    [InlineData("http://[2001:db8::1]/", "4 2001:db8::1:80")]
    public async Task Request_ThroughSocks_GivesAddressesAsSuch(string url, string target)
    {
        await using var server = await TestServer.StartAsync();
        await using var socks = new TestSocks(server.Port);
        using var client = Clients.Create($"proxy_url: socks5://127.0.0.1:{socks.Port}");
        Assert.Equal("200 ok", await client.GetAsync(url));
        Assert.Equal([target], socks.Targets);
    }

    [Theory]
    [InlineData("", "anna:secret", 0, "it wants a user and a password")]
    [InlineData("anna:hidden@", "anna:secret", 0, "user or password refused")]
    [InlineData("", null, 5, "connecting to target.test:80 failed: connection refused")]
    [InlineData("", null, 99, "connecting to target.test:80 failed: error 99")]
    public async Task Request_SocksRefuses_FailsAndSaysWhy(string user, string? asks, byte reply, string complaint)
    {
        await using var socks = new TestSocks(0, asks, reply);
        using var client = Clients.Create($"proxy_url: socks5://{user}127.0.0.1:{socks.Port}");
        var error = await client.FailsAsync(new Uri("http://target.test/"));
        Assert.StartsWith($"proxy socks5://127.0.0.1:{socks.Port}: {complaint}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("proxy_url: ftp://127.0.0.1/", "proxy_url: there are no proxies of the kind \"ftp\", only http, https, socks5 and socks5h")]
    [InlineData("proxy_from_environment: true", "HTTP_PROXY: \"http://anna:xxxxx@ /\" is no URL")]
    public void Client_ProxyThatIsNone_IsNamed(string yaml, string complaint) => Assert.Equal(
        complaint, Assert.Throws<ClientConfigurationException>(() => Clients.Create(yaml, variables: new() { ["HTTP_PROXY"] = "http://anna:hidden@ /" })).Message);
}
