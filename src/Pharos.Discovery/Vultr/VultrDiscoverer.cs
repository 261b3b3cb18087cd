using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Vultr;

/// <summary>Asks for all pages of instances.</summary>
internal sealed class VultrDiscoverer(VultrDiscoveryOptions options, DiscoveryServices services)
    : ApiDiscoverer(options.Mechanism, options.Http, options.RefreshInterval, services)
{
    private const string Prefix = "__meta_vultr_instance_";

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        var targets = new List<Labels>();
        var cursor = "";
        do
        {
            using var answer = await Client.GetJsonAsync(new UrlQuery(options.Endpoint + "/v2/instances").Add("per_page", 100).Add("cursor", cursor).ToString(), cancel);
            targets.AddRange(answer.RootElement.Items("instances").Select(Target));

            // A cursor that stays the same would lead round in circles.
            var next = answer.RootElement.Field("meta", "links", "next").Text();
            cursor = next == cursor ? "" : next;
        }
        while (cursor.Length > 0);
        return OneGroup("Vultr", targets);
    }

    private Labels Target(JsonElement instance) => new TargetLabels()
        .Set(TargetLabels.Address, HostPort.Join(instance.Text("main_ip"), options.Port))
        .Set(Prefix + "id", instance.Text("id"))
        .Set(Prefix + "label", instance.Text("label"))
        .Set(Prefix + "os", instance.Text("os"))
        .Set(Prefix + "os_id", instance.Integer("os_id"))
        .Set(Prefix + "region", instance.Text("region"))
        .Set(Prefix + "plan", instance.Text("plan"))
        .Set(Prefix + "vcpu_count", instance.Integer("vcpu_count"))
        .Set(Prefix + "ram_mb", instance.Integer("ram"))
        .Set(Prefix + "allowed_bandwidth_gb", instance.Integer("allowed_bandwidth"))
        .Set(Prefix + "disk_gb", instance.Integer("disk"))
        .Set(Prefix + "main_ip", instance.Text("main_ip"))
        .Set(Prefix + "main_ipv6", instance.Text("v6_main_ip"))
        .Set(Prefix + "internal_ip", instance.Text("internal_ip"))
        .Set(Prefix + "hostname", instance.Text("hostname"))
        .Set(Prefix + "server_status", instance.Text("server_status"))
        .SetList(Prefix + "features", ",", instance.Texts("features"))
        .SetList(Prefix + "tags", ",", instance.Texts("tags"))
        .ToLabels();
}
