using System.Net;
using System.Net.Sockets;
using Pharos.Discovery.Dns;
using Pharos.Testing;
using Pharos.Testing.Processes;

namespace Pharos.Discovery.Tests.Dns;

/// <summary>Several servers, and a real one: dnsmasq, if it is there.</summary>
public sealed class DnsServersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DiscoveryFixture _program = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Refresh_FirstServerIsNotThere_AsksTheNext()
    {
        await using var server = new DnsServer((_, _, query) => DnsPacket.Answering(query).A("10.0.0.1").ToBytes());

        // Nobody listens at that address.
        await using var running = Run(server.Port, "nameserver 127.0.0.9\nnameserver 127.0.0.1", "names: [n.]\ntype: A\nport: 1");

        Assert.Single(await running.Targets.NextTargetsAsync());
        Assert.Contains(_program.Log.Lines, static line => line.StartsWith("Warning: DNS resolution failed server=127.0.0.9 name=n. err=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refresh_FirstServerIsSilent_AsksTheNextAfterAllAttempts()
    {
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        await using var server = new DnsServer((_, _, query) => DnsPacket.Answering(query).A("10.0.0.1").ToBytes());
        silent.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.9"), server.Port));
        await using var running = Run(server.Port, "nameserver 127.0.0.9\nnameserver 127.0.0.1\noptions attempts:1", "names: [n.]\ntype: A\nport: 1");

        await _program.Time.UntilTimerAsync(DnsClient.Patience);
        Assert.Empty(server.Questions);
        _program.Time.Advance(DnsClient.Patience);

        Assert.Single(await running.Targets.NextTargetsAsync());
    }

    [Fact]
    public async Task Refresh_AnswerOverTcpIsCutShort_IsNoAnswer()
    {
        await using var server = new DnsServer((query, isTcp) => [DnsPacket.Answering(query, truncated: true).A("10.0.0.1").ToBytes()]);
        await using var running = Run(server.Port, "nameserver 127.0.0.1", "names: [n.]\ntype: A\nport: 1");

        Assert.Empty(await running.Targets.NextTargetsAsync());
        Assert.Contains(_program.Log.Lines, static line => line.Contains("the answer over TCP is cut short", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("names: [_metrics._tcp.pharos.test.]", "{__address__=\"web.pharos.test:9100\", __meta_dns_name=\"_metrics._tcp.pharos.test.\", __meta_dns_srv_record_port=\"9100\", __meta_dns_srv_record_target=\"web.pharos.test.\"}")]
    [InlineData("names: [web.pharos.test]\ntype: A\nport: 80", "{__address__=\"10.0.0.7:80\", __meta_dns_name=\"web.pharos.test\"}")]
    [InlineData("names: [web]\ntype: AAAA\nport: 80", "{__address__=\"[fd00::7]:80\", __meta_dns_name=\"web\"}")]
    [InlineData("names: [pharos.test]\ntype: MX\nport: 25", "{__address__=\"mail.pharos.test:25\", __meta_dns_mx_record_target=\"mail.pharos.test.\", __meta_dns_name=\"pharos.test\"}")]
    [InlineData("names: [nothing.pharos.test.]\ntype: A\nport: 80", "gone nothing.pharos.test.")]
    public async Task Dnsmasq_Records_AreTargets(string yaml, string target)
    {
        var (dnsmasq, port) = await StartDnsmasqAsync();
        await using var server = dnsmasq;
        await using var running = Run(port, "nameserver 127.0.0.1\nsearch pharos.test", yaml);

        Assert.Equal([target], await running.Targets.NextTargetsAsync());
    }

    [Fact]
    public async Task Dnsmasq_MoreThanADatagramHolds_ComesOverTcp()
    {
        var (dnsmasq, port) = await StartDnsmasqAsync();
        await using var server = dnsmasq;
        await using var running = Run(port, "nameserver 127.0.0.1", "names: [many.pharos.test.]\ntype: A\nport: 80");

        Assert.Equal(400, (await running.Targets.NextTargetsAsync()).Length);
    }

    private RunningMechanism Run(int port, string resolverLines, string yaml)
    {
        File.WriteAllText(_folder.File("resolv.conf"), resolverLines + "\n");
        var resolver = new DnsResolver(new DnsClient(_program.Time, port), _folder.File("resolv.conf"), _program.Log);
        return new RunningMechanism(new DnsDiscoverer(Options.Read<DnsDiscoveryOptions>(yaml), resolver, _program.Services));
    }

    private async Task<(RunningProgram Program, int Port)> StartDnsmasqAsync()
    {
        var dnsmasq = Executables.Peer("dnsmasq");
        Assert.SkipWhen(dnsmasq is null, "dnsmasq is not there");
        await File.WriteAllLinesAsync(_folder.File("hosts"), Enumerable.Range(0, 400).Select(static i => $"10.1.{i / 200}.{i % 200} many.pharos.test"), TestContext.Current.CancellationToken);

        // A server of ours finds a port that is free for both protocols, and leaves it.
        int port;
        await using (var place = new DnsServer((_, _) => []))
        {
            port = place.Port;
        }

        var program = RunningProgram.Start(
            dnsmasq, "--no-daemon", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--user=", "--group=", $"--port={port}", "--listen-address=127.0.0.1", "--bind-interfaces", "--local=/pharos.test/",
            "--addn-hosts=" + _folder.File("hosts"), "--host-record=web.pharos.test,10.0.0.7,fd00::7", "--srv-host=_metrics._tcp.pharos.test,web.pharos.test,9100", "--mx-host=pharos.test,mail.pharos.test");
        await program.ErrorLineAsync("read " + _folder.File("hosts"));
        return (program, port);
    }
}
