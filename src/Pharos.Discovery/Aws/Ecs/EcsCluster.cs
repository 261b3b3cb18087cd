using System.Text.Json;
using System.Xml.Linq;
using Pharos.Discovery.Api;

namespace Pharos.Discovery.Aws.Ecs;

/// <summary>What was found out about a cluster, for the targets in it.</summary>
internal sealed class EcsCluster
{
    public required JsonElement Description { get; init; }

    public required IReadOnlyList<JsonElement> Tasks { get; init; }

    /// <summary>By name.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Services { get; init; }

    /// <summary>The id of the machine in EC2, by the ARN of the container instance.</summary>
    public required IReadOnlyDictionary<string, string> MachineIds { get; init; }

    /// <summary>By id.</summary>
    public required IReadOnlyDictionary<string, XElement> Machines { get; init; }

    /// <summary>By the id of the network interface.</summary>
    public required IReadOnlyDictionary<string, string> PublicAddresses { get; init; }

    /// <summary>What a network interface of a task's own has to tell; null if the task has none.</summary>
    public static IReadOnlyDictionary<string, string>? NetworkInterface(JsonElement task)
    {
        var attachment = task.Items("attachments").FirstOrDefault(static attachment => attachment.Text("type") == "ElasticNetworkInterface");
        if (attachment.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var details = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var detail in attachment.Items("details"))
        {
            details[detail.Text("name")] = detail.Text("value");
        }

        return details;
    }
}
