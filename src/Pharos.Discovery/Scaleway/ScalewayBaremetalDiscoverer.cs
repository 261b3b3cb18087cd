using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Scaleway;

/// <summary>Elastic metal servers, with the names of what they are and of what runs on them.</summary>
internal sealed class ScalewayBaremetalDiscoverer(ScalewayDiscoveryOptions options, DiscoveryServices services) : ScalewayDiscoverer(options, services)
{
    private const string Prefix = "__meta_scaleway_baremetal_";

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        var path = $"baremetal/v1/zones/{Options.Zone}/";
        (string, string)[] filters = [("name", Options.NameFilter), .. Options.TagsFilter.Select(static tag => ("tags", tag))];
        var servers = await AllPagesAsync(path + "servers", "servers", "page_size", cancel, filters);
        var offers = ById(await AllPagesAsync(path + "offers", "offers", "page_size", cancel));
        var systems = ById(await AllPagesAsync(path + "os", "os", "page_size", cancel));
        return OneGroup("scaleway", [.. servers.Select(server => Target(server, offers, systems))]);
    }

    private static Dictionary<string, JsonElement> ById(List<JsonElement> items)
    {
        var all = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            all.TryAdd(item.Text("id"), item);
        }

        return all;
    }

    private Labels Target(JsonElement server, Dictionary<string, JsonElement> offers, Dictionary<string, JsonElement> systems)
    {
        var v4 = Address(server, "IPv4");
        var v6 = Address(server, "IPv6");
        var system = systems.GetValueOrDefault(server.Field("install", "os_id").Text());
        var labels = new TargetLabels()
            .Set(Prefix + "id", server.Text("id"))
            .Set(Prefix + "name", server.Text("name"))
            .Set(Prefix + "zone", server.Text("zone"))
            .Set(Prefix + "status", server.Text("status"))
            .Set(Prefix + "project_id", server.Text("project_id"))
            .Set(Prefix + "type", offers.GetValueOrDefault(server.Text("offer_id")).Text("name"))
            .Set(Prefix + "os_name", system.Text("name"))
            .Set(Prefix + "os_version", system.Text("version"))
            .SetList(Prefix + "tags", ",", server.Texts("tags"))
            .Set(Prefix + "public_ipv4", v4)
            .Set(Prefix + "public_ipv6", v6);
        if (v4.Length + v6.Length > 0)
        {
            labels.Set(TargetLabels.Address, HostPort.Join(v4.Length > 0 ? v4 : v6, Options.Port));
        }

        return labels.ToLabels();
    }

    private static string Address(JsonElement server, string version) => server.Items("ips").FirstOrDefault(ip => ip.Text("version") == version).Text("address");
}
