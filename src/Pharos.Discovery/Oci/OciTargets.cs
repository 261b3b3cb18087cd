using System.Globalization;
using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Oci;

/// <summary>Makes targets of machines.</summary>
internal static class OciTargets
{
    private const string Prefix = "__meta_oci_";

    /// <summary>Null for one without an address.</summary>
    public static Labels? Target(JsonElement instance, JsonElement card, string tenancy, long port)
    {
        // In an order of its own: the list has none, and labels that change make new series.
        var ipv6 = card.Texts("ipv6Addresses").Order(StringComparer.Ordinal).ToList();
        string[] addresses = [card.Text("privateIp"), card.Text("publicIp"), .. ipv6];
        if (Array.Find(addresses, static one => one.Length > 0) is not { } address)
        {
            return null;
        }

        var labels = new TargetLabels()
            .Set(TargetLabels.Address, HostPort.Join(address, port))
            .Set(Prefix + "instance_id", instance.Text("id"))
            .Set(Prefix + "instance_name", instance.Text("displayName"))
            .Set(Prefix + "instance_state", instance.Text("lifecycleState"))
            .Set(Prefix + "instance_shape", instance.Text("shape"))
            .Set(Prefix + "availability_domain", instance.Text("availabilityDomain"))
            .Set(Prefix + "fault_domain", instance.Text("faultDomain"))
            .Set(Prefix + "region", instance.Text("region"))
            .Set(Prefix + "tenancy_id", tenancy)
            .Set(Prefix + "compartment_id", instance.Text("compartmentId"))
            .Set(Prefix + "image_id", instance.Text("imageId"))
            .Set(Prefix + "vnic_id", card.Text("id"))
            .Set(Prefix + "private_ip", card.Text("privateIp"))
            .Set(Prefix + "public_ip", card.Text("publicIp"))
            .Set(Prefix + "hostname_label", card.Text("hostnameLabel"))
            .SetList(Prefix + "ipv6_addresses", ",", ipv6);
        foreach (var tag in instance.Entries("freeformTags"))
        {
            labels.SetNamed(Prefix + "tag_", tag.Name, tag.Value.Text());
        }

        foreach (var space in instance.Field("definedTags") is { ValueKind: JsonValueKind.Object } tags ? tags.EnumerateObject() : Enumerable.Empty<JsonProperty>())
        {
            foreach (var tag in space.Value.ValueKind == JsonValueKind.Object ? space.Value.EnumerateObject() : Enumerable.Empty<JsonProperty>())
            {
                labels.SetNamed($"{Prefix}defined_tag_{TargetLabels.Sanitize(space.Name)}_", tag.Name, Scalar(tag.Value));
            }
        }

        return labels.ToLabels();
    }

    /// <summary>Numbers as they are, however they were written; what has parts has no text.</summary>
    private static string Scalar(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number.ToString("0.#############################", CultureInfo.InvariantCulture) : value.Text();
}
