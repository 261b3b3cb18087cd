using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Ionos;

/// <summary>Servers that have an address, at the first of the network card that is named last.</summary>
internal sealed class IonosDiscoverer(IonosDiscoveryOptions options, DiscoveryServices services)
    : ApiDiscoverer(options.Mechanism, options.Http, options.RefreshInterval, services)
{
    private const string Prefix = "__meta_ionos_server_";

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        using var servers = await Client.GetJsonAsync(
            $"{options.Endpoint}/cloudapi/v6/datacenters/{Uri.EscapeDataString(options.DatacenterId)}/servers?depth=3", cancel);
        var id = servers.RootElement.Text("id");
        return OneGroup("ionos", [.. servers.RootElement.Items("items").Select(server => Target(server, id)).OfType<Labels>()]);
    }

    /// <summary>Null for one without an address.</summary>
    private Labels? Target(JsonElement server, string serversId)
    {
        var properties = server.Field("properties");
        var entities = server.Field("entities");

        // Each card's addresses stand before those of the cards named before it.
        var cards = entities.Field("nics").Items("items").Select(static card => card.Field("properties")).Reverse().ToList();
        var addresses = cards.SelectMany(static card => card.Texts("ips")).ToList();
        if (addresses.Count == 0)
        {
            return null;
        }

        var labels = new TargetLabels()
            .Set(TargetLabels.Address, HostPort.Join(addresses[0], options.Port))
            .SetList(Prefix + "ip", ",", addresses)
            .Set(Prefix + "availability_zone", properties.Text("availabilityZone"))
            .Set(Prefix + "cpu_family", properties.Text("cpuFamily"))
            .Set(Prefix + "servers_id", serversId)
            .Set(Prefix + "id", server.Text("id"))
            .Set(Prefix + "lifecycle", server.Field("metadata", "state").Text())
            .Set(Prefix + "name", properties.Text("name"))
            .Set(Prefix + "state", properties.Text("vmState"))
            .Set(Prefix + "type", properties.Text("type"))
            .Set(Prefix + "boot_cdrom_id", properties.Field("bootCdrom", "id").Text())
            .Set(Prefix + "boot_volume_id", properties.Field("bootVolume", "id").Text())
            .Set(Prefix + "boot_image_id", entities.Field("volumes").Items("items").FirstOrDefault().Field("properties", "image").Text());
        foreach (var card in cards.GroupBy(static card => card.Has("name") ? card.Text("name") : "unnamed", StringComparer.Ordinal))
        {
            labels.SetNamed(Prefix + "nic_ip_", card.Key, TargetLabels.Surrounded(",", card.SelectMany(static one => one.Texts("ips"))));
        }

        return labels.ToLabels();
    }
}
