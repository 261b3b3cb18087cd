using System.Globalization;
using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Hetzner;

/// <summary>Servers of the cloud, with their addresses in private networks.</summary>
internal sealed class HetznerCloudDiscoverer(HetznerDiscoveryOptions options, DiscoveryServices services)
    : ApiDiscoverer(options.Mechanism, options.Http, options.RefreshInterval, services)
{
    private const string Prefix = "__meta_hetzner_";
    private const string CloudPrefix = Prefix + "hcloud_";

    private readonly string _endpoint = options.Endpoint.Length > 0 ? options.Endpoint : "https://api.hetzner.cloud/v1";

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        var networks = new Dictionary<long, string>();
        await foreach (var network in PagesAsync("networks", "", cancel))
        {
            networks[network.Integer("id")] = network.Text("name");
        }

        var targets = new List<Labels>();
        await foreach (var server in PagesAsync("servers", options.LabelSelector, cancel))
        {
            targets.Add(Target(server, networks));
        }

        return OneGroup("hetzner", targets);
    }

    private async IAsyncEnumerable<JsonElement> PagesAsync(string kind, string selector, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        for (var page = 1L; page > 0;)
        {
            using var answer = await Client.GetJsonAsync(
                new UrlQuery($"{_endpoint}/{kind}").Add("page", page).Add("per_page", 50).Add("label_selector", selector).ToString(), cancel);
            foreach (var item in answer.RootElement.Items(kind))
            {
                yield return item;
            }

            // Null behind the last page. One that does not go on would go on for ever.
            var next = answer.RootElement.Field("meta", "pagination").Integer("next_page");
            page = next > page ? next : 0;
        }
    }

    private Labels Target(JsonElement server, Dictionary<long, string> networks)
    {
        var labels = new TargetLabels();
        var addresses = server.Items("private_net").Select(static net => net.Text("ip"));
        var publicAddress = server.Field("public_net", "ipv4", "ip").Text();

        // The place stood below the datacenter in former versions of the API.
        var location = server.Has("location") ? server.Field("location") : server.Field("datacenter", "location");
        var type = server.Field("server_type");

        // A server without a public address is found at its first private one, if it has one.
        labels.Set(TargetLabels.Address, HostPort.Join(publicAddress.Length > 0 ? publicAddress : addresses.FirstOrDefault() ?? "", options.Port))
            .Set(Prefix + "role", "hcloud")
            .Set(Prefix + "server_id", server.Integer("id"))
            .Set(Prefix + "server_name", server.Text("name"))
            .Set(Prefix + "server_status", server.Text("status"))
            .Set(Prefix + "public_ipv4", publicAddress)
            .Set(Prefix + "public_ipv6_network", server.Field("public_net", "ipv6", "ip").Text())
            .Set(CloudPrefix + "location", location.Text("name"))
            .Set(CloudPrefix + "location_network_zone", location.Text("network_zone"))
            .Set(CloudPrefix + "datacenter_location", location.Text("name"))
            .Set(CloudPrefix + "datacenter_location_network_zone", location.Text("network_zone"))
            .Set(CloudPrefix + "server_type", type.Text("name"))
            .Set(CloudPrefix + "cpu_cores", type.Integer("cores"))
            .Set(CloudPrefix + "cpu_type", type.Text("cpu_type"))
            .Set(CloudPrefix + "memory_size_gb", Whole(type.Text("memory")))
            .Set(CloudPrefix + "disk_size_gb", type.Integer("disk"))
            .Set(CloudPrefix + "image_name", server.Field("image", "name").Text())
            .Set(CloudPrefix + "image_description", server.Field("image", "description").Text())
            .Set(CloudPrefix + "image_os_version", server.Field("image", "os_version").Text())
            .Set(CloudPrefix + "image_os_flavor", server.Field("image", "os_flavor").Text());
        foreach (var net in server.Items("private_net"))
        {
            if (networks.TryGetValue(net.Integer("network"), out var name))
            {
                labels.SetNamed(CloudPrefix + "private_ipv4_", name, net.Text("ip"));
            }
        }

        foreach (var label in server.Entries("labels"))
        {
            labels.SetNamed(CloudPrefix + "labelpresent_", label.Name, "true").SetNamed(CloudPrefix + "label_", label.Name, label.Value.Text());
        }

        return labels.ToLabels();
    }

    /// <summary>The API has memory as a number with a point.</summary>
    private static long Whole(string number) => double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) < long.MaxValue ? (long)value : 0;
}
