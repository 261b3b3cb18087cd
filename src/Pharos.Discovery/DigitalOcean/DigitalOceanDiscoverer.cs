using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.DigitalOcean;

/// <summary>Asks for all pages of droplets or of database clusters.</summary>
internal sealed class DigitalOceanDiscoverer(DigitalOceanDiscoveryOptions options, DiscoveryServices services)
    : ApiDiscoverer(options.Mechanism, options.Http, options.RefreshInterval, services)
{
    private const string Prefix = "__meta_digitalocean_";
    private const int PageSize = 100;

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel) => options.Role == DigitalOceanRole.Databases
        ? OneGroup("DigitalOcean Databases", await ListAsync("databases", Database, cancel))
        : OneGroup("DigitalOcean", await ListAsync("droplets", Droplet, cancel));

    private async Task<List<Labels>> ListAsync(string kind, Func<JsonElement, Labels?> target, CancellationToken cancel)
    {
        var targets = new List<Labels>();
        for (var page = 1; ; page++)
        {
            using var answer = await Client.GetJsonAsync($"{options.Endpoint}/v2/{kind}?page={page}&per_page={PageSize}", cancel);
            var items = answer.RootElement.Items(kind).ToList();
            targets.AddRange(items.Select(target).OfType<Labels>());
            if (items.Count == 0 || answer.RootElement.Field("links", "pages", "next").Text().Length == 0)
            {
                return targets;
            }
        }
    }

    /// <summary>Null for one without a network that could be reached.</summary>
    private Labels? Droplet(JsonElement droplet)
    {
        var v4 = droplet.Field("networks").Items("v4").ToList();
        if (v4.Count == 0)
        {
            return null;
        }

        var labels = new TargetLabels();
        var address = Address(v4, "public");
        labels.Set(TargetLabels.Address, HostPort.Join(address, options.Port))
            .Set(Prefix + "droplet_id", droplet.Text("id"))
            .Set(Prefix + "droplet_name", droplet.Text("name"))
            .Set(Prefix + "image", droplet.Field("image", "slug").Text())
            .Set(Prefix + "image_name", droplet.Field("image", "name").Text())
            .Set(Prefix + "private_ipv4", Address(v4, "private"))
            .Set(Prefix + "public_ipv4", address)
            .Set(Prefix + "public_ipv6", Address(droplet.Field("networks").Items("v6"), "public"))
            .Set(Prefix + "region", droplet.Field("region", "slug").Text())
            .Set(Prefix + "size", droplet.Text("size_slug"))
            .Set(Prefix + "status", droplet.Text("status"))
            .Set(Prefix + "vpc", droplet.Text("vpc_uuid"))
            .SetList(Prefix + "features", ",", droplet.Texts("features"))
            .SetList(Prefix + "tags", ",", droplet.Texts("tags"));
        return labels.ToLabels();
    }

    private Labels? Database(JsonElement cluster)
    {
        var labels = new TargetLabels();
        var privateHost = cluster.Field("private_connection", "host").Text();
        var host = cluster.Field("connection", "host").Text();
        labels.Set(Prefix + "db_id", cluster.Text("id"))
            .Set(Prefix + "db_name", cluster.Text("name"))
            .Set(Prefix + "db_engine", cluster.Text("engine"))
            .Set(Prefix + "db_version", cluster.Text("version"))
            .Set(Prefix + "db_status", cluster.Text("status"))
            .Set(Prefix + "db_region", cluster.Text("region"))
            .Set(Prefix + "db_size", cluster.Text("size"))
            .Set(Prefix + "db_num_nodes", cluster.Integer("num_nodes"))
            .Set(Prefix + "db_private_host", privateHost)
            .Set(Prefix + "db_host", host);
        if (privateHost.Length + host.Length > 0)
        {
            labels.Set(TargetLabels.Address, HostPort.Join(privateHost.Length > 0 ? privateHost : host, options.Port));
        }

        foreach (var tag in cluster.Texts("tags"))
        {
            labels.SetNamed(Prefix + "db_tag_", tag, "true");
        }

        return labels.ToLabels();
    }

    private static string Address(IEnumerable<JsonElement> networks, string type) => networks.FirstOrDefault(network => network.Text("type") == type).Text("ip_address");
}
