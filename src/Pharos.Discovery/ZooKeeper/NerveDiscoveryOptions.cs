using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.ZooKeeper;

/// <summary>An entry of <c>nerve_sd_configs</c>: what AirBnB's Nerve keeps in ZooKeeper.</summary>
public sealed class NerveDiscoveryOptions : ZooKeeperDiscoveryOptions
{
    private const string Prefix = "__meta_nerve_";

    public override string Mechanism => "nerve";

    internal override Labels Target(JsonElement member, string path) => new TargetLabels()
        .Set(TargetLabels.Address, HostPort.Join(member.Text("host"), member.Integer("port")))
        .Set(Prefix + "path", path)
        .Set(Prefix + "endpoint_host", member.Text("host"))
        .Set(Prefix + "endpoint_port", member.Integer("port"))
        .Set(Prefix + "endpoint_name", member.Text("name"))
        .ToLabels();
}
