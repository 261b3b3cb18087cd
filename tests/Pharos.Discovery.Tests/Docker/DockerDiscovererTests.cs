using Pharos.Discovery.Docker;
using Pharos.Discovery.Tests.Servers;
using Pharos.Testing;

namespace Pharos.Discovery.Tests.Docker;

public sealed class DockerDiscovererTests
{
    private const string Networks = """
        [{"Id": "n1", "Name": "front", "Scope": "local", "Internal": false, "Ingress": false, "Labels": {"a.b": "c"}},
         {"Id": "n2", "Name": "back", "Scope": "swarm", "Internal": true, "Ingress": true}]
        """;

    private const string Containers = """
        [{"Id": "c1", "Names": ["/web"], "Image": "web:1", "ImageID": "sha256:1", "Labels": {"com.x/y": "z"}, "HostConfig": {"NetworkMode": "front"},
          "NetworkSettings": {"Networks": {"front": {"NetworkID": "n1", "IPAddress": "172.17.0.2"}, "back": {"NetworkID": "n2", "IPAddress": "172.18.0.2"}}},
          "Ports": [{"IP": "0.0.0.0", "PrivatePort": 80, "PublicPort": 8080, "Type": "tcp"}, {"PrivatePort": 81, "Type": "tcp"}, {"PrivatePort": 53, "Type": "udp"}]},
         {"Id": "c2", "Names": ["/side"], "HostConfig": {"NetworkMode": "container:c1"}, "NetworkSettings": {"Networks": {}}, "Ports": []},
         {"Id": "c3", "Names": ["/host"], "HostConfig": {"NetworkMode": "host"}, "NetworkSettings": {"Networks": {"host": {"NetworkID": "h"}}}, "Ports": []},
         {"Id": "c4", "Names": ["/loop"], "HostConfig": {"NetworkMode": "container:c5"}, "NetworkSettings": {"Networks": {}}},
         {"Id": "c5", "Names": ["/loop2"], "HostConfig": {"NetworkMode": "container:c4"}, "NetworkSettings": {"Networks": {}}},
         {"Id": "c6", "Names": ["/six"], "HostConfig": {"NetworkMode": "x"}, "NetworkSettings": {"Networks": {"x": {"GlobalIPv6Address": "fd00::6"}}}},
         {"Id": "c7", "Names": []}]
        """;

    [Theory]
    [InlineData("host: unix:///var/run/docker.sock", "")]
    [InlineData("host: tcp://x:2375\nfilters: [{name: a, values: [b, c]}]", "")]
    [InlineData("{}", "host: host missing")]
    [InlineData("host: npipe:////./pipe/docker", "host: expected a URL that begins with http://, https://, tcp:// or unix://")]
    [InlineData("host: localhost", "host: expected a URL that begins with http://, https://, tcp:// or unix://")]
    public void Read_Rules(string yaml, string complaints) => Assert.Equal(complaints, Options.Complaints<DockerDiscoveryOptions>(yaml).Split('\n')[0]);

    [Fact]
    public async Task Refresh_Containers_AreFoundInTheirFirstNetwork()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/containers/json", Containers).On("/networks", Networks);

        var targets = await Options.DiscoverAsync<DockerDiscoveryOptions>(
            $"host: {api.Url}\nport: 99\nfilters: [{{name: status, values: [running]}}, {{name: label, values: [a, b]}}]");

        const string Web = "__meta_docker_container_id=\"c1\", __meta_docker_container_image=\"web:1\", __meta_docker_container_image_id=\"sha256:1\", "
            + "__meta_docker_container_label_com_x_y=\"z\", __meta_docker_container_name=\"/web\", __meta_docker_container_network_mode=\"front\", "
            + "__meta_docker_network_id=\"n2\", __meta_docker_network_ingress=\"true\", __meta_docker_network_internal=\"true\", "
            + "__meta_docker_network_ip=\"172.18.0.2\", __meta_docker_network_name=\"back\", __meta_docker_network_scope=\"swarm\", ";
        Assert.Equal(
            [
                $"{{__address__=\"172.18.0.2:80\", {Web}__meta_docker_port_private=\"80\", __meta_docker_port_public=\"8080\", __meta_docker_port_public_ip=\"0.0.0.0\"}}",
                $"{{__address__=\"172.18.0.2:81\", {Web}__meta_docker_port_private=\"81\"}}",
                "{__address__=\"172.18.0.2:99\", __meta_docker_container_id=\"c2\", __meta_docker_container_name=\"/side\", "
                + "__meta_docker_container_network_mode=\"container:c1\", __meta_docker_network_id=\"n2\", __meta_docker_network_ingress=\"true\", "
                + "__meta_docker_network_internal=\"true\", __meta_docker_network_ip=\"172.18.0.2\", __meta_docker_network_name=\"back\", __meta_docker_network_scope=\"swarm\"}",
                "{__address__=\"localhost\", __meta_docker_container_id=\"c3\", __meta_docker_container_name=\"/host\", __meta_docker_container_network_mode=\"host\"}",
                "{__address__=\"[fd00::6]:99\", __meta_docker_container_id=\"c6\", __meta_docker_container_name=\"/six\", __meta_docker_container_network_mode=\"x\", "
                + "__meta_docker_network_ip=\"fd00::6\"}",
            ],
            targets);
        Assert.Equal(
            """?filters={"status":{"running":true},"label":{"a":true,"b":true}}""", Uri.UnescapeDataString(api.Requests.First().Query));
    }

    [Fact]
    public async Task Refresh_AllNetworks_AreFoundInEach()
    {
        await using var api = await ApiServer.StartAsync();
        api.On("/containers/json", Containers).On("/networks", Networks);

        var targets = await Options.DiscoverAsync<DockerDiscoveryOptions>($"host: tcp://{api.Address}\nmatch_first_network: false");

        Assert.Equal(4, targets.Count(static target => target.Contains("container_id=\"c1\"", StringComparison.Ordinal)));
        Assert.Contains(targets, static target => target.Contains("172.17.0.2:80", StringComparison.Ordinal) && target.Contains("network_label_a_b=\"c\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refresh_UnixSocket_IsAsked()
    {
        using var folder = new TemporaryFolder();
        await using var api = await ApiServer.StartAsync(folder.File("docker.sock"));
        api.On("/containers/json", Containers).On("/networks", Networks);

        Assert.Equal(5, (await Options.DiscoverAsync<DockerDiscoveryOptions>($"host: unix://{folder.File("docker.sock")}")).Length);
    }
}
