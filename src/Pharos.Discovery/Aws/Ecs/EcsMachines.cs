using System.Xml.Linq;

namespace Pharos.Discovery.Aws.Ecs;

/// <summary>Asks EC2 about what tasks run on.</summary>
internal sealed class EcsMachines(AwsApi api, string region)
{
    /// <summary>Machines by their ids, those with an address.</summary>
    public async Task<IReadOnlyDictionary<string, XElement>> InstancesAsync(IReadOnlyList<string> ids, CancellationToken cancel)
    {
        var found = await DescribeAsync("DescribeInstances", "InstanceId", ids, "reservationSet", cancel);
        var instances = new Dictionary<string, XElement>(StringComparer.Ordinal);
        foreach (var instance in found.SelectMany(static reservation => reservation.Items("instancesSet")).Where(static instance => instance.Text("privateIpAddress").Length > 0))
        {
            instances[instance.Text("instanceId")] = instance;
        }

        return instances;
    }

    /// <summary>Addresses in the internet by the ids of network interfaces, of those that have one.</summary>
    public async Task<IReadOnlyDictionary<string, string>> PublicAddressesAsync(IReadOnlyList<string> ids, CancellationToken cancel)
    {
        var found = await DescribeAsync("DescribeNetworkInterfaces", "NetworkInterfaceId", ids, "networkInterfaceSet", cancel);
        var addresses = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var card in found.Where(static card => card.Below("association").Text("publicIp").Length > 0))
        {
            addresses[card.Text("networkInterfaceId")] = card.Below("association").Text("publicIp");
        }

        return addresses;
    }

    private async Task<List<XElement>> DescribeAsync(string action, string parameter, IReadOnlyList<string> ids, string list, CancellationToken cancel)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        var parameters = ids.Select((id, i) => new KeyValuePair<string, string>($"{parameter}.{i + 1}", id)).ToArray();
        return await AwsPages.AllAsync(async page =>
        {
            var answer = await api.QueryAsync(region, Ec2Discoverer.ApiVersion, action, [.. parameters, .. AwsPages.Parameter("NextToken", page)], cancel);
            return (answer.Items(list), answer.Text("nextToken"));
        });
    }
}
