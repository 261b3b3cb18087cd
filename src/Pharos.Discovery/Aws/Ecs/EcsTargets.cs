using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Aws.Ecs;

/// <summary>Makes targets of tasks that have an address: their own, or that of the machine they run on.</summary>
internal static class EcsTargets
{
    private const string Prefix = "__meta_ecs_";

    public static IEnumerable<Labels> Of(EcsCluster cluster, string region, long port) =>
        cluster.Tasks.Select(task => Target(cluster, task, region, port)).OfType<Labels>();

    private static Labels? Target(EcsCluster cluster, JsonElement task, string region, long port)
    {
        var own = EcsCluster.NetworkInterface(task);
        var container = task.Text("containerInstanceArn");
        var machineId = cluster.MachineIds.GetValueOrDefault(container, "");
        var machine = cluster.Machines.GetValueOrDefault(machineId);
        var address = own is not null ? own.GetValueOrDefault("privateIPv4Address", "") : machine.Text("privateIpAddress");
        if (address.Length == 0)
        {
            return null;
        }

        var labels = new TargetLabels()
            .Set(TargetLabels.Address, HostPort.Join(address, port))
            .Set(Prefix + "region", region)
            .Set(Prefix + "ip_address", address)
            .Set(Prefix + "network_mode", own is not null ? "awsvpc" : "bridge")
            .Set(Prefix + "subnet_id", own is not null ? own.GetValueOrDefault("subnetId") : machine.Text("subnetId"))
            .Set(Prefix + "public_ip", own is not null ? cluster.PublicAddresses.GetValueOrDefault(own.GetValueOrDefault("networkInterfaceId", "")) : machine.Text("ipAddress"))
            .Set(Prefix + "container_instance_arn", container)
            .Set(Prefix + "ec2_instance_id", machineId)
            .Set(Prefix + "ec2_instance_type", machine.Text("instanceType"))
            .Set(Prefix + "ec2_instance_private_ip", machine.Text("privateIpAddress"))
            .Set(Prefix + "ec2_instance_public_ip", machine.Text("ipAddress"));
        SetTask(labels, task);
        SetCluster(labels, cluster, task.Text("group"));
        foreach (var tag in machine.Items("tagSet"))
        {
            labels.SetNamed(Prefix + "tag_ec2_", tag.Text("key"), tag.Text("value"));
        }

        return labels.ToLabels();
    }

    private static void SetTask(TargetLabels labels, JsonElement task)
    {
        labels.Set(Prefix + "task_arn", task.Text("taskArn"))
            .Set(Prefix + "task_group", task.Text("group"))
            .Set(Prefix + "task_definition", task.Text("taskDefinitionArn"))
            .Set(Prefix + "availability_zone", task.Text("availabilityZone"))
            .Set(Prefix + "launch_type", task.Text("launchType"))
            .Set(Prefix + "desired_status", task.Text("desiredStatus"))
            .Set(Prefix + "last_status", task.Text("lastStatus"))
            .Set(Prefix + "health_status", task.Text("healthStatus"))
            .Set(Prefix + "platform_family", task.Text("platformFamily"))
            .Set(Prefix + "platform_version", task.Text("platformVersion"));
        SetTags(labels, "tag_task_", task);
    }

    /// <param name="group">Says which service a task belongs to, if it belongs to one.</param>
    private static void SetCluster(TargetLabels labels, EcsCluster cluster, string group)
    {
        labels.Set(Prefix + "cluster", cluster.Description.Text("clusterName")).Set(Prefix + "cluster_arn", cluster.Description.Text("clusterArn"));
        SetTags(labels, "tag_cluster_", cluster.Description);
        const string ofService = "service:";
        if (group.StartsWith(ofService, StringComparison.Ordinal) && cluster.Services.TryGetValue(group[ofService.Length..], out var service))
        {
            labels.Set(Prefix + "service", service.Text("serviceName"))
                .Set(Prefix + "service_arn", service.Text("serviceArn"))
                .Set(Prefix + "service_status", service.Text("status"));
            SetTags(labels, "tag_service_", service);
        }
    }

    private static void SetTags(TargetLabels labels, string name, JsonElement owner)
    {
        foreach (var tag in owner.Items("tags").Where(static tag => tag.Text("key").Length > 0))
        {
            labels.SetNamed(Prefix + name, tag.Text("key"), tag.Text("value"));
        }
    }
}
