using Pharos.Configuration;
using Pharos.Discovery.Files;

namespace Pharos.Discovery.Tests;

public sealed class DiscoveryOptionsTests
{
    [Fact]
    public void Read_SectionsOfAllKinds_AreInOrderOfTheirMechanisms()
    {
        var options = OptionsReader.Read<DiscoveryOptions>(
            "static_configs: [{targets: [a, b], labels: {c: d}}]\nhttp_sd_configs: [{url: http://x/}]\nfile_sd_configs: [{files: [x.json]}, {files: [y.yml]}]",
            "/etc/p.yml");

        Assert.Equal(["file", "file", "http"], options.Mechanisms.Select(static one => one.Mechanism));
        Assert.Equal("/etc/y.yml", Assert.IsType<FileDiscoveryOptions>(options.Mechanisms[1]).Files[0]);
        Assert.Equal(["{__address__=\"a\"} + {c=\"d\"}", "{__address__=\"b\"} + {c=\"d\"}"], TargetQueue.Shown([options.Static[0].ToGroup("0")]));
    }

    [Fact]
    public void Print_Sections_ReadAsTheSame()
    {
        const string Text = "static_configs: [{targets: [a], labels: {c: d}}]\nhttp_sd_configs: [{url: 'http://x/', basic_auth: {username: u, password: secret}}]";
        var options = OptionsReader.Read<DiscoveryOptions>(Text, "/etc/p.yml");

        Assert.Equal(OptionsWriter.Identity(options), OptionsWriter.Identity(OptionsReader.Read<DiscoveryOptions>(OptionsWriter.Identity(options), "/etc/p.yml")));
        Assert.DoesNotContain("password: secret", OptionsWriter.Print(options), StringComparison.Ordinal);
    }

    [Fact]
    public void Metrics_OfAllMechanisms_AreThereFromTheStart()
    {
        var program = new DiscoveryFixture();

        Assert.Equal(0, program.Metric("prometheus_sd_dns_lookups_total"));
        Assert.Equal(0, program.Metric("prometheus_sd_http_failures_total"));
        Assert.Equal(0, program.Metric("prometheus_sd_file_read_errors_total"));
        Assert.Equal(0, program.Metric("prometheus_sd_consul_rpc_duration_seconds{call=\"service\", endpoint=\"catalog\"}"));
        Assert.Equal(0, program.Metric("prometheus_sd_nomad_failures_total"));
    }
}
