using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Hetzner;

/// <summary>Machines that are rented as a whole.</summary>
internal sealed class HetznerRobotDiscoverer(HetznerDiscoveryOptions options, DiscoveryServices services)
    : ApiDiscoverer(options.Mechanism, options.Http, options.RefreshInterval, services)
{
    private const string Prefix = "__meta_hetzner_";

    private readonly string _endpoint = options.Endpoint.Length > 0 ? options.Endpoint : "https://robot-ws.your-server.de";

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        using var servers = await Client.GetJsonAsync(_endpoint + "/server", cancel);
        return OneGroup("hetzner", [.. servers.RootElement.Items().Select(static item => item.Field("server")).Select(Target)]);
    }

    private Labels Target(JsonElement server)
    {
        var labels = new TargetLabels();
        var datacenter = server.Text("dc").ToLowerInvariant();
        labels.Set(TargetLabels.Address, HostPort.Join(server.Text("server_ip"), options.Port))
            .Set(Prefix + "role", "robot")
            .Set(Prefix + "server_id", server.Integer("server_number"))
            .Set(Prefix + "server_name", server.Text("server_name"))
            .Set(Prefix + "datacenter", datacenter)
            .Set(Prefix + "robot_datacenter", datacenter)
            .Set(Prefix + "public_ipv4", server.Text("server_ip"))
            .Set(Prefix + "server_status", server.Text("status"))
            .Set(Prefix + "robot_product", server.Text("product"))
            .Set(Prefix + "robot_cancelled", server.Flag("cancelled"));
        foreach (var subnet in server.Items("subnet").Where(static subnet => IPAddress.TryParse(subnet.Text("ip"), out var ip) && ip.AddressFamily == AddressFamily.InterNetworkV6).Take(1))
        {
            labels.Set(Prefix + "public_ipv6_network", $"{subnet.Text("ip")}/{subnet.Text("mask")}");
        }

        return labels.ToLabels();
    }
}
