using System.Globalization;
using System.Xml.Linq;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Aws;

/// <summary>Makes targets of instances.</summary>
internal static class Ec2Targets
{
    private const string Prefix = "__meta_ec2_";

    /// <summary>Cards of an instance are few; a number beyond is no number of a card.</summary>
    private const int MostCards = 1000;

    /// <summary>Null for one without an address inside, such as one that has ended.</summary>
    public static Labels? Target(XElement instance, string owner, string region, long port, Dictionary<string, string> zoneIds)
    {
        var privateAddress = instance.Text("privateIpAddress");
        var vpc = instance.Text("vpcId");
        var cards = vpc.Length > 0 ? instance.Items("networkInterfaceSet").Where(static card => card.Text("subnetId").Length > 0).ToList() : [];
        var (primary, all) = Ipv6Addresses(cards);
        var default6 = primary.Concat(all).FirstOrDefault(static address => address.Length > 0) ?? "";
        if (privateAddress.Length + default6.Length == 0)
        {
            return null;
        }

        var zone = instance.Below("placement").Text("availabilityZone");
        var labels = new TargetLabels()
            .Set(TargetLabels.Address, HostPort.Join(privateAddress.Length > 0 ? privateAddress : default6, port))
            .Set(Prefix + "instance_id", instance.Text("instanceId"))
            .Set(Prefix + "region", region)
            .Set(Prefix + "owner_id", owner)
            .Set(Prefix + "default_ipv6_address", default6)
            .Set(Prefix + "private_ip", privateAddress)
            .Set(Prefix + "private_dns_name", instance.Text("privateDnsName"))
            .Set(Prefix + "platform", instance.Text("platform"))
            .Set(Prefix + "public_ip", instance.Text("ipAddress"))
            .Set(Prefix + "public_dns_name", instance.Text("ipAddress").Length > 0 ? instance.Text("dnsName") : "")
            .SetList(Prefix + "primary_ipv6_addresses", ",", primary)
            .SetList(Prefix + "ipv6_addresses", ",", all)
            .Set(Prefix + "ami", instance.Text("imageId"))
            .Set(Prefix + "availability_zone", zone)
            .Set(Prefix + "availability_zone_id", zoneIds.GetValueOrDefault(zone))
            .Set(Prefix + "instance_state", instance.Below("instanceState").Text("name"))
            .Set(Prefix + "instance_type", instance.Text("instanceType"))
            .Set(Prefix + "instance_lifecycle", instance.Text("instanceLifecycle"))
            .Set(Prefix + "architecture", instance.Text("architecture"))
            .Set(Prefix + "vpc_id", vpc);
        if (vpc.Length > 0)
        {
            labels.Set(Prefix + "primary_subnet_id", instance.Text("subnetId"))
                .Set(Prefix + "subnet_id", TargetLabels.Surrounded(",", cards.Select(static card => card.Text("subnetId")).Distinct(StringComparer.Ordinal)));
        }

        foreach (var tag in instance.Items("tagSet"))
        {
            labels.SetNamed(Prefix + "tag_", tag.Text("key"), tag.Text("value"));
        }

        return labels.ToLabels();
    }

    /// <summary>The primary address of each card, at its number, empty where there is none; and all addresses.</summary>
    private static (List<string> Primary, List<string> All) Ipv6Addresses(List<XElement> cards)
    {
        var (primary, all) = (new List<string>(), new List<string>());
        foreach (var card in cards)
        {
            _ = int.TryParse(card.Below("attachment").Text("deviceIndex"), NumberStyles.None, CultureInfo.InvariantCulture, out var index);
            foreach (var entry in card.Items("ipv6AddressesSet"))
            {
                var address = entry.Text("ipv6Address");
                all.Add(address);
                if (entry.Text("isPrimaryIpv6") == "true" && index < MostCards)
                {
                    primary.AddRange(Enumerable.Repeat("", Math.Max(0, index + 1 - primary.Count)));
                    primary[index] = address;
                }
            }
        }

        return (primary, all);
    }
}
