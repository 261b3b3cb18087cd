using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Foundation.Logging;
using Pharos.Model;

namespace Pharos.Discovery.Aws.Ecs;

/// <summary>
/// Asks for clusters, what runs in each and for which service, and EC2 for the machines below. A cluster that cannot be described is left out,
/// and said.
/// </summary>
internal sealed class EcsDiscoverer : AwsClusterDiscoverer
{
    /// <summary>What ECS describes at once: of services less than of all others.</summary>
    private const int Batch = 100;

    private const int ServiceBatch = 10;

    private readonly EcsDiscoveryOptions _options;
    private readonly ApiClient _ec2Client;
    private readonly AwsApi _ec2;

    public EcsDiscoverer(EcsDiscoveryOptions options, DiscoveryServices services)
        : base(options, "ecs", services)
    {
        _options = options;

        // The section's endpoint is that of ECS; EC2 is always where it is.
        _ec2Client = ClientOf("ec2", options.Http);
        var access = new AwsAccess { Endpoint = options.Ec2Endpoint };
        _ec2 = new AwsApi(_ec2Client, region => access.Url("ec2", region));
    }

    protected override async Task<IEnumerable<Labels>> TargetsAsync(string region, CancellationToken cancel)
    {
        var api = new EcsApi(Api, region);
        var names = _options.Clusters.Count > 0 ? _options.Clusters : await api.ListAsync("Clusters", "clusterArns", null, cancel);
        var descriptions = await InBatchesAsync(names, Batch, (batch, stop) => api.DescribeAsync("Clusters", "clusters", null, batch, hasTags: true, stop), cancel);
        var services = await EachAsync(names, (name, stop) => api.ListAsync("Services", "serviceArns", name, stop), cancel);
        var tasks = await EachAsync(names, (name, stop) => api.ListAsync("Tasks", "taskArns", name, stop), cancel);
        var busy = Enumerable.Range(0, names.Count).Where(i => tasks[i].Count > 0).ToList();
        var clusters = await EachAsync(busy, (i, stop) => TryDescribeAsync(api, region, Named(descriptions, names[i]), services[i], tasks[i], stop), cancel);
        return clusters.OfType<EcsCluster>().SelectMany(cluster => EcsTargets.Of(cluster, region, _options.Port));
    }

    protected override void Dispose(bool isDisposing)
    {
        _ec2Client.Dispose();
        base.Dispose(isDisposing);
    }

    /// <summary>A cluster is configured by its ARN or, as programs of Amazon allow, by its name.</summary>
    private static JsonElement Named(IReadOnlyList<JsonElement> clusters, string name) =>
        clusters.FirstOrDefault(cluster => cluster.Text("clusterArn") == name || cluster.Text("clusterName") == name);

    private async Task<EcsCluster?> TryDescribeAsync(EcsApi api, string region, JsonElement cluster, List<string> services, List<string> tasks, CancellationToken cancel)
    {
        try
        {
            return await DescribeAsync(api, region, cluster, services, tasks, cancel);
        }
        catch (Exception error) when (error is HttpRequestException or JsonException)
        {
            Services.Log.Error("Failed to describe cluster", [("cluster", cluster.Text("clusterArn")), ("err", error.Message)]);
            return null;
        }
    }

    private async Task<EcsCluster> DescribeAsync(EcsApi api, string region, JsonElement cluster, List<string> serviceArns, List<string> taskArns, CancellationToken cancel)
    {
        var arn = cluster.Text("clusterArn");
        var services = await InBatchesAsync(serviceArns, ServiceBatch, (batch, stop) => api.DescribeAsync("Services", "services", arn, batch, hasTags: true, stop), cancel);
        var tasks = await InBatchesAsync(taskArns, Batch, (batch, stop) => api.DescribeAsync("Tasks", "tasks", arn, batch, hasTags: true, stop), cancel);
        var containers = await InBatchesAsync(
            [.. tasks.Select(static task => task.Text("containerInstanceArn")).Where(static name => name.Length > 0).Distinct()],
            Batch,
            (batch, stop) => api.DescribeAsync("ContainerInstances", "containerInstances", arn, batch, hasTags: false, stop),
            cancel);
        var machineIds = ByKey(containers, "containerInstanceArn", static container => container.Text("ec2InstanceId"));
        var cards = tasks.Select(static task => EcsCluster.NetworkInterface(task)?.GetValueOrDefault("networkInterfaceId") ?? "").Where(static id => id.Length > 0);
        var machines = new EcsMachines(_ec2, region);
        return new EcsCluster
        {
            Description = cluster,
            Tasks = tasks,
            Services = ByKey(services, "serviceName", static service => service),
            MachineIds = machineIds,
            Machines = await machines.InstancesAsync([.. machineIds.Values.Where(static id => id.Length > 0).Distinct()], cancel),
            PublicAddresses = await machines.PublicAddressesAsync([.. cards.Distinct()], cancel),
        };
    }

    private Task<List<JsonElement>> InBatchesAsync(
        IReadOnlyList<string> names, int size, Func<IReadOnlyList<string>, CancellationToken, Task<List<JsonElement>>> ask, CancellationToken cancel) =>
        AllOfEachAsync(names.Chunk(size).ToList(), (batch, stop) => ask(batch, stop), cancel);

    private static Dictionary<string, T> ByKey<T>(IReadOnlyList<JsonElement> items, string key, Func<JsonElement, T> value)
    {
        var all = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            all[item.Text(key)] = value(item);
        }

        return all;
    }
}
