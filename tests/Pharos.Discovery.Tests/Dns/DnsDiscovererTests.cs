using Pharos.Discovery.Dns;
using Pharos.Discovery.Dns.Messages;
using Pharos.Testing;

namespace Pharos.Discovery.Tests.Dns;

public sealed class DnsDiscovererTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DiscoveryFixture _program = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("names: [a]", "")]
    [InlineData("names: [a]\ntype: srv", "")]
    [InlineData("names: [a]\ntype: Mx\nport: 80", "")]
    [InlineData("{}", "names: DNS-SD config must contain at least one SRV record name")]
    [InlineData("names: [a]\ntype: A", "port: a port is required in DNS-SD configs for all record types except SRV")]
    [InlineData("names: [a]\ntype: TXT", "type: expected one of SRV, A, AAAA, MX, NS, found \"TXT\"")]
    [InlineData("names: [a]\ntype: A\nport: 70000", "port: expected a port up to 65535")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<DnsDiscoveryOptions>(yaml));

    [Theory]
    [InlineData("SRV", "{__address__=\"h.example.com:81\", __meta_dns_name=\"n.\", __meta_dns_srv_record_port=\"81\", __meta_dns_srv_record_target=\"h.example.com.\"}")]
    [InlineData("A", "{__address__=\"10.0.0.1:99\", __meta_dns_name=\"n.\"}")]
    [InlineData("AAAA", "{__address__=\"[fd00::1]:99\", __meta_dns_name=\"n.\"}")]
    [InlineData("MX", "{__address__=\"mail.example.com:99\", __meta_dns_mx_record_target=\"mail.example.com.\", __meta_dns_name=\"n.\"}")]
    [InlineData("NS", "{__address__=\"ns.example.com:99\", __meta_dns_name=\"n.\", __meta_dns_ns_record_target=\"ns.example.com.\"}")]
    public async Task Refresh_RecordsOfType_AreTargets(string type, string target)
    {
        await using var server = new DnsServer((_, _, query) => DnsPacket.Answering(query)
            .Cname("other").Srv("h.example.com", 81).A("10.0.0.1").Aaaa("fd00::1").Mx("mail.example.com").Ns("ns.example.com").ToBytes());

        await using var running = Run(server, $"names: [n.]\ntype: {type}\nport: 99");

        Assert.Equal([target], await running.Targets.NextTargetsAsync());
        Assert.Equal(["udp n."], server.Questions);
        Assert.Equal(1, _program.Metric("prometheus_sd_dns_lookups_total"));
        Assert.Equal(0, _program.Metric("prometheus_sd_dns_lookup_failures_total"));
    }

    [Fact]
    public async Task Refresh_Truncated_AsksOverTcp()
    {
        await using var server = new DnsServer((query, isTcp) => [isTcp
            ? DnsPacket.Answering(query).A("10.0.0.1").A("10.0.0.2").ToBytes()
            : DnsPacket.Answering(query, truncated: true).A("10.0.0.1").ToBytes()]);

        await using var running = Run(server, "names: [n.]\ntype: A\nport: 1");

        Assert.Equal(2, (await running.Targets.NextTargetsAsync()).Length);
        Assert.Equal(["udp n.", "tcp n."], server.Questions);
    }

    [Fact]
    public async Task Refresh_ServerWithoutExtensions_IsAskedWithout()
    {
        await using var server = new DnsServer((_, _, query) => DnsPacket.Question(query).IsExtended
            ? DnsPacket.Answering(query, DnsStatus.FormatError).ToBytes()
            : DnsPacket.Answering(query).A("10.0.0.1").ToBytes());

        await using var running = Run(server, "names: [n.]\ntype: A\nport: 1");

        Assert.Single(await running.Targets.NextTargetsAsync());
    }

    [Fact]
    public async Task Refresh_ForgedAnswersBefore_AreIgnored()
    {
        await using var server = new DnsServer((query, _) =>
        {
            var forged = query.ToArray();
            forged[0] ^= 1;
            var other = DnsQuery.Create("evil.", DnsType.A, (ushort)((query[0] << 8) | query[1]))!.Encode(extended: false);
            return
            [
                [],
                DnsPacket.Answering(forged).A("6.6.6.6").ToBytes(),
                DnsPacket.Answering(other).A("6.6.6.6").ToBytes(),
                DnsPacket.Answering(query).A("6.6.6.6").ToBytes()[..^3],
                DnsPacket.Answering(query).A("10.0.0.1").ToBytes(),
            ];
        });

        await using var running = Run(server, "names: [n.]\ntype: A\nport: 1");

        Assert.Equal(["{__address__=\"10.0.0.1:1\", __meta_dns_name=\"n.\"}"], await running.Targets.NextTargetsAsync());
    }

    [Fact]
    public async Task Refresh_SearchList_TakesTheFirstThatExists()
    {
        await using var server = new DnsServer((name, _, query) => name == "n.b.c."
            ? DnsPacket.Answering(query).A("10.0.0.1").ToBytes()
            : DnsPacket.Answering(query, DnsStatus.NoSuchName).ToBytes());

        await using var running = Run(server, "names: [n]\ntype: A\nport: 1", "search a b.c d");

        Assert.Single(await running.Targets.NextTargetsAsync());
        Assert.Equal(["udp n.a.", "udp n.b.c."], server.Questions);
    }

    [Fact]
    public async Task Refresh_NoCandidateExists_TakesTheTargetsAway()
    {
        var exists = true;
        await using var server = new DnsServer((_, _, query) =>
            exists ? DnsPacket.Answering(query).A("10.0.0.1").ToBytes() : DnsPacket.Answering(query, DnsStatus.NoSuchName).ToBytes());
        await using var running = Run(server, "names: [n]\ntype: A\nport: 1", "search a");
        await running.Targets.NextAsync();

        exists = false;
        _program.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(["gone n"], await running.Targets.NextTargetsAsync());
        Assert.Equal(0, _program.Metric("prometheus_sd_dns_lookup_failures_total"));
    }

    [Theory]
    [InlineData((byte)DnsStatus.ServerFailure)]
    [InlineData((byte)DnsStatus.Refused)]
    public async Task Refresh_ServerFailsForOneCandidate_KeepsTheTargets(byte failure)
    {
        var exists = true;
        await using var server = new DnsServer((name, _, query) => exists
            ? DnsPacket.Answering(query).A("10.0.0.1").ToBytes()
            : DnsPacket.Answering(query, name == "n.a." ? (DnsStatus)failure : DnsStatus.NoSuchName).ToBytes());
        await using var running = Run(server, "names: [n]\ntype: A\nport: 1", "search a");
        var before = await running.Targets.NextTargetsAsync();

        exists = false;
        _program.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(before, await running.Targets.NextTargetsAsync());
        Assert.Equal(1, _program.Metric("prometheus_sd_dns_lookup_failures_total"));
        Assert.Contains(
            "Error: Error refreshing DNS targets err=could not resolve \"n\": all servers responded with errors to at least one search domain", _program.Log.Lines);
    }

    [Fact]
    public async Task Refresh_NoAnswer_AsksAgainAndGivesUp()
    {
        await using var server = new DnsServer((_, _) => []);
        await using var running = Run(server, "names: [n.]\ntype: A\nport: 1", "options attempts:2");

        await _program.Time.UntilTimerAsync(DnsClient.Patience);
        _program.Time.Advance(DnsClient.Patience);
        await _program.Time.UntilTimerAsync(DnsClient.Patience);
        _program.Time.Advance(DnsClient.Patience);

        Assert.Empty(await running.Targets.NextTargetsAsync());
        Assert.Contains("Warning: DNS resolution failed server=127.0.0.1 name=n. err=no answer within 4 s", _program.Log.Lines);
    }

    [Fact]
    public async Task Refresh_NoResolverFile_FailsTheLookUp()
    {
        var options = Options.Read<DnsDiscoveryOptions>("names: [n.]");
        var resolver = new DnsResolver(new DnsClient(_program.Time), _folder.File("missing"), _program.Log);
        await using var running = new RunningMechanism(new DnsDiscoverer(options, resolver, _program.Services));

        Assert.Empty(await running.Targets.NextTargetsAsync());
        Assert.Contains(_program.Log.Lines, static line => line.Contains("could not load resolv.conf", StringComparison.Ordinal));
    }

    private RunningMechanism Run(DnsServer server, string yaml, string resolverLines = "")
    {
        File.WriteAllText(_folder.File("resolv.conf"), $"nameserver 127.0.0.1\n{resolverLines}\n");
        var resolver = new DnsResolver(new DnsClient(_program.Time, server.Port), _folder.File("resolv.conf"), _program.Log);
        return new RunningMechanism(new DnsDiscoverer(Options.Read<DnsDiscoveryOptions>(yaml), resolver, _program.Services));
    }
}
