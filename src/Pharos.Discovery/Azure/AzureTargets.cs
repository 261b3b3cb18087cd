using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Azure;

/// <summary>Makes targets of machines.</summary>
internal static class AzureTargets
{
    private const string Prefix = "__meta_azure_";

    /// <param name="address">The addresses of the machine's first network card.</param>
    public static Labels Target(AzureDiscoveryOptions options, JsonElement machine, string scaleSet, JsonElement address)
    {
        var properties = machine.Field("properties");
        var labels = new TargetLabels()
            .Set(TargetLabels.Address, HostPort.Join(address.Text("privateIPAddress"), options.Port))
            .Set(Prefix + "subscription_id", options.SubscriptionId)
            .Set(Prefix + "tenant_id", options.TenantId)
            .Set(Prefix + "machine_id", machine.Text("id"))
            .Set(Prefix + "machine_name", machine.Text("name"))
            .Set(Prefix + "machine_computer_name", properties.Field("osProfile", "computerName").Text())
            .Set(Prefix + "machine_os_type", properties.Field("storageProfile", "osDisk", "osType").Text())
            .Set(Prefix + "machine_location", machine.Text("location"))
            .Set(Prefix + "machine_resource_group", ResourceGroup(machine.Text("id")))
            .Set(Prefix + "machine_size", properties.Field("hardwareProfile", "vmSize").Text())
            .Set(Prefix + "machine_scale_set", scaleSet)
            .Set(Prefix + "machine_private_ip", address.Text("privateIPAddress"))
            .Set(Prefix + "machine_public_ip", address.Field("publicIPAddress", "properties", "ipAddress").Text());
        foreach (var tag in machine.Entries("tags"))
        {
            labels.SetNamed(Prefix + "machine_tag_", tag.Name, tag.Value.Text());
        }

        return labels.ToLabels();
    }

    /// <summary>An id is a path of kinds and names.</summary>
    private static string ResourceGroup(string id)
    {
        var parts = id.Split('/');
        var at = Array.FindIndex(parts, static part => part.Equals("resourceGroups", StringComparison.OrdinalIgnoreCase));
        return at >= 0 && at + 1 < parts.Length ? parts[at + 1] : "";
    }
}
