using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Scaleway;

/// <summary>Instances. Those without an address of their own are found at that of their private network.</summary>
internal sealed class ScalewayInstanceDiscoverer(ScalewayDiscoveryOptions options, DiscoveryServices services) : ScalewayDiscoverer(options, services)
{
    private const string Prefix = "__meta_scaleway_instance_";

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        var servers = await AllPagesAsync(
            $"instance/v1/zones/{Options.Zone}/servers", "servers", "per_page", cancel, ("name", Options.NameFilter), ("tags", string.Join(',', Options.TagsFilter)));
        var privateAddresses = await PrivateAddressesAsync(servers, cancel);
        return OneGroup("scaleway", [.. servers.Select(server => Target(server, privateAddresses)).OfType<Labels>()]);
    }

    /// <summary>Addresses of network cards by their id, of servers that have none themselves.</summary>
    private async Task<Dictionary<string, string>> PrivateAddressesAsync(List<JsonElement> servers, CancellationToken cancel)
    {
        var cards = servers.Where(static server => OwnAddress(server).Length == 0)
            .SelectMany(static server => server.Items("private_nics").Select(card => (Region: Region(server.Text("zone")), Id: card.Text("id"))))
            .Where(static card => card.Id.Length > 0);
        var addresses = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var region in cards.GroupBy(static card => card.Region, StringComparer.Ordinal))
        {
            (string, string)[] parameters = [("resource_types", "instance_private_nic"), .. region.Select(static card => ("resource_ids", card.Id))];
            var entries = await AllPagesAsync($"ipam/v1/regions/{region.Key}/ips", "ips", "page_size", cancel, parameters);
            foreach (var entry in entries.Where(static entry => !entry.Flag("is_ipv6")))
            {
                addresses[entry.Field("resource", "id").Text()] = entry.Text("address").Split('/')[0];
            }
        }

        return addresses;
    }

    /// <summary>Null for one that has no address.</summary>
    private Labels? Target(JsonElement server, Dictionary<string, string> privateAddresses)
    {
        var labels = new TargetLabels();
        var address = OwnAddress(server);
        var privateAddress = server.Text("private_ip");
        if (address.Length == 0)
        {
            address = privateAddress = server.Items("private_nics").Select(card => privateAddresses.GetValueOrDefault(card.Text("id")) ?? "").FirstOrDefault(static one => one.Length > 0) ?? "";
        }

        if (address.Length == 0)
        {
            return null;
        }

        var publicAddress = server.Field("public_ip");
        labels.Set(TargetLabels.Address, HostPort.Join(address, Options.Port))
            .Set(Prefix + "boot_type", server.Text("boot_type"))
            .Set(Prefix + "hostname", server.Text("hostname"))
            .Set(Prefix + "id", server.Text("id"))
            .Set(Prefix + "name", server.Text("name"))
            .Set(Prefix + "organization_id", server.Text("organization"))
            .Set(Prefix + "project_id", server.Text("project"))
            .Set(Prefix + "status", server.Text("state"))
            .Set(Prefix + "type", server.Text("commercial_type"))
            .Set(Prefix + "zone", server.Text("zone"))
            .Set(Prefix + "region", Region(server.Text("zone")))
            .Set(Prefix + "image_arch", server.Field("image", "arch").Text())
            .Set(Prefix + "image_id", server.Field("image", "id").Text())
            .Set(Prefix + "image_name", server.Field("image", "name").Text())
            .Set(Prefix + "location_cluster_id", server.Field("location", "cluster_id").Text())
            .Set(Prefix + "location_hypervisor_id", server.Field("location", "hypervisor_id").Text())
            .Set(Prefix + "location_node_id", server.Field("location", "node_id").Text())
            .Set(Prefix + "security_group_id", server.Field("security_group", "id").Text())
            .Set(Prefix + "security_group_name", server.Field("security_group", "name").Text())
            .SetList(Prefix + "tags", ",", server.Texts("tags"))
            .SetList(Prefix + "public_ipv4_addresses", ",", Addresses(server, "inet"))
            .SetList(Prefix + "public_ipv6_addresses", ",", Addresses(server, "inet6"))
            .Set(Prefix + "public_ipv4", publicAddress.Text("family") == "inet6" ? "" : publicAddress.Text("address"))
            .Set(Prefix + "public_ipv6", server.Field("ipv6", "address").Text())
            .Set(Prefix + "private_ipv4", privateAddress);
        return labels.ToLabels();
    }

    /// <summary>The private one before the public one, and that before the one of IPv6.</summary>
    private static string OwnAddress(JsonElement server)
    {
        string[] addresses = [server.Text("private_ip"), server.Field("public_ip", "address").Text(), server.Field("ipv6", "address").Text()];
        return addresses.FirstOrDefault(static address => address.Length > 0) ?? "";
    }

    private static IEnumerable<string> Addresses(JsonElement server, string family) =>
        server.Items("public_ips").Where(address => address.Text("family") == family).Select(static address => address.Text("address"));

    /// <summary>A zone is its region and a number.</summary>
    private static string Region(string zone) => zone.LastIndexOf('-') is > 0 and var end ? zone[..end] : "";
}
