using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Aws;

/// <summary>Asks for all pages of instances.</summary>
internal sealed class LightsailDiscoverer(LightsailDiscoveryOptions options, DiscoveryServices services)
    : AwsDiscoverer(options.Mechanism, "lightsail", options.Access, options.Http, options.RefreshInterval, services)
{
    private const string Prefix = "__meta_lightsail_";

    protected override async Task<IReadOnlyList<TargetGroup>> RefreshAsync(CancellationToken cancel)
    {
        var region = await RegionAsync(cancel);
        var targets = new List<Labels>();
        var page = "";
        do
        {
            var body = page.Length == 0 ? "{}" : $$"""{"pageToken":"{{JsonEncodedText.Encode(page)}}"}""";
            using var answer = await Api.CallAsync(region, "Lightsail_20161128.GetInstances", body, cancel);
            targets.AddRange(answer.RootElement.Items("instances").Where(static instance => instance.Text("privateIpAddress").Length > 0).Select(instance => Target(instance, region)));

            // The same page again would lead round in circles.
            var next = answer.RootElement.Text("nextPageToken");
            page = next == page ? "" : next;
        }
        while (page.Length > 0);
        return OneGroup(region, targets);
    }

    private Labels Target(JsonElement instance, string region)
    {
        var labels = new TargetLabels()
            .Set(TargetLabels.Address, HostPort.Join(instance.Text("privateIpAddress"), options.Port))
            .Set(Prefix + "private_ip", instance.Text("privateIpAddress"))
            .Set(Prefix + "public_ip", instance.Text("publicIpAddress"))
            .Set(Prefix + "region", region)
            .Set(Prefix + "availability_zone", instance.Field("location", "availabilityZone").Text())
            .Set(Prefix + "blueprint_id", instance.Text("blueprintId"))
            .Set(Prefix + "bundle_id", instance.Text("bundleId"))
            .Set(Prefix + "instance_name", instance.Text("name"))
            .Set(Prefix + "instance_state", instance.Field("state", "name").Text())
            .Set(Prefix + "instance_support_code", instance.Text("supportCode"))
            .SetList(Prefix + "ipv6_addresses", ",", instance.Texts("ipv6Addresses"));
        foreach (var tag in instance.Items("tags"))
        {
            labels.SetNamed(Prefix + "tag_", tag.Text("key"), tag.Text("value"));
        }

        return labels.ToLabels();
    }
}
