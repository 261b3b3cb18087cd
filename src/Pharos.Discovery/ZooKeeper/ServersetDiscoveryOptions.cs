using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.ZooKeeper;

/// <summary>An entry of <c>serverset_sd_configs</c>: serversets as Finagle and Aurora keep them in ZooKeeper.</summary>
public sealed class ServersetDiscoveryOptions : ZooKeeperDiscoveryOptions
{
    private const string Prefix = "__meta_serverset_";

    public override string Mechanism => "serverset";

    internal override Labels Target(JsonElement member, string path)
    {
        var endpoint = member.Field("serviceEndpoint");
        var labels = new TargetLabels()
            .Set(TargetLabels.Address, HostPort.Join(endpoint.Text("host"), endpoint.Integer("port")))
            .Set(Prefix + "path", path)
            .Set(Prefix + "endpoint_host", endpoint.Text("host"))
            .Set(Prefix + "endpoint_port", endpoint.Integer("port"))
            .Set(Prefix + "status", member.Text("status"))
            .Set(Prefix + "shard", member.Integer("shard"));
        foreach (var other in member.Entries("additionalEndpoints"))
        {
            labels.SetNamed(Prefix + "endpoint_host_", other.Name, other.Value.Text("host"))
                .SetNamed(Prefix + "endpoint_port_", other.Name, other.Value.Field("port").ValueKind == JsonValueKind.Number ? other.Value.Text("port") : "0");
        }

        return labels.ToLabels();
    }
}
