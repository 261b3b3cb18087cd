using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;

namespace Pharos.Discovery.Docker;

/// <summary>Labels of the things that a swarm is made of.</summary>
internal static class SwarmLabels
{
    private const string Prefix = "__meta_dockerswarm_";

    public static Dictionary<string, string> OfNode(JsonElement node)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Prefix + "node_id"] = node.Text("ID"),
            [Prefix + "node_role"] = node.Field("Spec", "Role").Text(),
            [Prefix + "node_address"] = node.Field("Status", "Addr").Text(),
            [Prefix + "node_availability"] = node.Field("Spec", "Availability").Text(),
            [Prefix + "node_hostname"] = node.Field("Description", "Hostname").Text(),
            [Prefix + "node_platform_architecture"] = node.Field("Description", "Platform", "Architecture").Text(),
            [Prefix + "node_platform_os"] = node.Field("Description", "Platform", "OS").Text(),
            [Prefix + "node_status"] = node.Field("Status", "State").Text(),
        };
        Add(labels, Prefix + "node_label_", node.Field("Spec").Entries("Labels"));
        return labels;
    }

    public static Dictionary<string, string> OfService(JsonElement service)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Prefix + "service_id"] = service.Text("ID"),
            [Prefix + "service_name"] = service.Field("Spec", "Name").Text(),
            [Prefix + "service_mode"] = Mode(service.Field("Spec", "Mode")),
        };
        Add(labels, Prefix + "service_label_", service.Field("Spec").Entries("Labels"));
        return labels;
    }

    /// <summary>What a service says about its tasks, and how its update goes.</summary>
    public static void AddTaskTemplate(Dictionary<string, string> labels, JsonElement service)
    {
        var container = service.Field("Spec", "TaskTemplate", "ContainerSpec");
        labels[Prefix + "service_task_container_hostname"] = container.Text("Hostname");
        labels[Prefix + "service_task_container_image"] = container.Text("Image");
        labels[Prefix + "service_updating_status"] = service.Field("UpdateStatus", "State").Text();
    }

    public static Dictionary<string, string> OfTask(JsonElement task)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Prefix + "task_id"] = task.Text("ID"),
            [Prefix + "task_desired_state"] = task.Text("DesiredState"),
            [Prefix + "task_state"] = task.Field("Status", "State").Text(),
            [Prefix + "task_slot"] = task.Integer("Slot").ToString(System.Globalization.CultureInfo.InvariantCulture),
            [Prefix + "task_container_id"] = task.Field("Status", "ContainerStatus", "ContainerID").Text(),
        };
        Add(labels, Prefix + "container_label_", task.Field("Spec", "ContainerSpec").Entries("Labels"));
        return labels;
    }

    private static string Mode(JsonElement mode) => mode.Has("Global") ? "global" : mode.Has("Replicated") ? "replicated" : "";

    private static void Add(Dictionary<string, string> labels, string prefix, IEnumerable<JsonProperty> entries)
    {
        foreach (var entry in entries)
        {
            labels[prefix + TargetLabels.Sanitize(entry.Name)] = entry.Value.Text();
        }
    }
}
