using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Linode;

/// <summary>Makes targets of instances, with what is known of their addresses.</summary>
internal sealed class LinodeTargets
{
    private const string Prefix = "__meta_linode_";
    private const int MebibyteBits = 20;

    private readonly LinodeDiscoveryOptions _options;
    private readonly ILookup<string, JsonElement> _addresses;
    private readonly ILookup<string, JsonElement> _ranges;

    public LinodeTargets(LinodeDiscoveryOptions options, IEnumerable<JsonElement> addresses, IEnumerable<JsonElement> ranges)
    {
        _options = options;
        _addresses = addresses.ToLookup(static address => address.Text("address"), StringComparer.Ordinal);
        _ranges = ranges.ToLookup(static range => range.Text("route_target"), StringComparer.Ordinal);
    }

    public Labels Target(JsonElement instance)
    {
        var labels = new TargetLabels();
        var specs = instance.Field("specs");
        var address = SetAddresses(labels, instance);
        labels.Set(TargetLabels.Address, HostPort.Join(address, _options.Port))
            .Set(Prefix + "instance_id", instance.Integer("id"))
            .Set(Prefix + "instance_label", instance.Text("label"))
            .Set(Prefix + "image", instance.Text("image"))
            .Set(Prefix + "region", instance.Text("region"))
            .Set(Prefix + "type", instance.Text("type"))
            .Set(Prefix + "status", instance.Text("status"))
            .Set(Prefix + "group", instance.Text("group"))
            .Set(Prefix + "gpus", specs.Integer("gpus"))
            .Set(Prefix + "hypervisor", instance.Text("hypervisor"))
            .Set(Prefix + "backups", instance.Field("backups").Flag("enabled") ? "enabled" : "disabled")
            .Set(Prefix + "specs_disk_bytes", specs.Integer("disk") << MebibyteBits)
            .Set(Prefix + "specs_memory_bytes", specs.Integer("memory") << MebibyteBits)
            .Set(Prefix + "specs_vcpus", specs.Integer("vcpus"))
            .Set(Prefix + "specs_transfer_bytes", specs.Integer("transfer") << MebibyteBits)
            .SetList(Prefix + "tags", _options.TagSeparator, instance.Texts("tags"));
        return labels.ToLabels();
    }

    /// <summary>The first public and the first private address have labels of their own. Returns the public one.</summary>
    private string SetAddresses(TargetLabels labels, JsonElement instance)
    {
        JsonElement publicAddress = default;
        JsonElement privateAddress = default;
        var others = new List<string>();
        foreach (var known in instance.Texts("ipv4").SelectMany(address => _addresses[address]))
        {
            ref var first = ref publicAddress;
            if (!known.Flag("public"))
            {
                first = ref privateAddress;
            }

            if (first.ValueKind == JsonValueKind.Undefined)
            {
                first = known;
            }
            else
            {
                others.Add(known.Text("address"));
            }
        }

        SetAddress(labels, "public_ipv4", publicAddress);
        SetAddress(labels, "private_ipv4", privateAddress);
        labels.SetList(Prefix + "extra_ips", _options.TagSeparator, others);

        // The address that the instance gave itself, with the length of its network.
        var own = instance.Text("ipv6").Split('/')[0];
        if (own.Length > 0)
        {
            SetAddress(labels, "public_ipv6", _addresses[own].LastOrDefault());
            labels.SetList(Prefix + "ipv6_ranges", _options.TagSeparator, _ranges[own].Select(static range => $"{range.Text("range")}/{range.Integer("prefix")}"));
        }

        return publicAddress.Text("address");
    }

    private static void SetAddress(TargetLabels labels, string name, JsonElement address)
    {
        var reverse = address.Text("rdns");
        labels.Set(Prefix + name, address.Text("address")).Set($"{Prefix}{name}_rdns", reverse == "null" ? "" : reverse);
    }
}
