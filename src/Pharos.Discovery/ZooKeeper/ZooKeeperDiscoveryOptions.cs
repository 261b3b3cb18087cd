using System.Text.Json;
using Pharos.Configuration;
using Pharos.Model;

namespace Pharos.Discovery.ZooKeeper;

/// <summary>What the mechanisms have in common that read members of services from ZooKeeper.</summary>
public abstract class ZooKeeperDiscoveryOptions : IDiscoveryOptions
{
    public abstract string Mechanism { get; }

    public IReadOnlyList<string> Servers { get; set; } = [];

    /// <summary>Below each of them, every node that has a member in it is a target.</summary>
    public IReadOnlyList<string> Paths { get; set; } = [];

    /// <summary>After this time without each other, server and client give their session up.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    public void Describe(Fields fields)
    {
        Servers = fields.Texts("servers", Servers);
        Paths = fields.Texts("paths", Paths);
        Timeout = fields.Duration("timeout", Timeout);
        fields.Check(Servers.Count > 0, "servers", $"{Mechanism} SD config must contain at least one Zookeeper server");
        fields.Check(Paths.Count > 0, "paths", $"{Mechanism} SD config must contain at least one path");
        for (var i = 0; i < Paths.Count; i++)
        {
            fields.Check(Paths[i].StartsWith('/'), $"paths[{i}]", $"{Mechanism} SD config paths must begin with '/': {Paths[i]}");
        }

        for (var i = 0; i < Servers.Count; i++)
        {
            fields.Check(ZooKeeperServer.TryParse(Servers[i], out _, out _), $"servers[{i}]", "expected a host, with or without a port");
        }

        fields.Check(Timeout >= TimeSpan.FromSeconds(1) && Timeout <= TimeSpan.FromHours(1), "timeout", "expected a second to an hour");
    }

    public IDiscoverer Create(DiscoveryServices services) => new ZooKeeperDiscoverer(this, services);

    /// <summary>The target that a node's content describes.</summary>
    /// <exception cref="JsonException">It describes none.</exception>
    internal abstract Labels Target(JsonElement member, string path);
}
