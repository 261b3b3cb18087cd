using System.Xml.Linq;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Aws.Rds;

/// <summary>Asks for clusters, and for the instances of each.</summary>
internal sealed class RdsDiscoverer(RdsDiscoveryOptions options, DiscoveryServices services)
    : AwsClusterDiscoverer(options, "rds", services)
{
    private const string ApiVersion = "2014-10-31";
    private const string ClusterPrefix = "__meta_rds_cluster_";
    private const string InstancePrefix = "__meta_rds_instance_";

    protected override async Task<IEnumerable<Labels>> TargetsAsync(string region, CancellationToken cancel)
    {
        var clusters = options.Clusters.Count == 0
            ? await DescribeAsync(region, "Cluster", [], cancel)
            : await AllOfEachAsync(options.Clusters, (arn, stop) => ClusterAsync(region, arn, stop), cancel);
        var known = clusters.Where(static cluster => cluster.Text("DBClusterArn").Length > 0).ToList();
        var instances = await EachAsync(known, (cluster, stop) => DescribeAsync(region, "Instance", Filters(cluster.Text("DBClusterArn")), stop), cancel);
        return known.Zip(instances).SelectMany(pair => pair.Second.Select(instance => Target(pair.First, instance)));
    }

    private async Task<List<XElement>> ClusterAsync(string region, string arn, CancellationToken cancel)
    {
        var found = await DescribeAsync(region, "Cluster", [new("DBClusterIdentifier", arn)], cancel);
        return found.Count > 0 ? found : throw new HttpRequestException($"no DB cluster found for ARN {arn}");
    }

    /// <param name="what">Clusters and instances are asked for alike.</param>
    private Task<List<XElement>> DescribeAsync(string region, string what, KeyValuePair<string, string>[] parameters, CancellationToken cancel) => AwsPages.AllAsync(async page =>
    {
        var action = $"DescribeDB{what}s";
        var answer = await Api.QueryAsync(region, ApiVersion, action, [.. parameters, new("MaxRecords", "100"), .. AwsPages.Parameter("Marker", page)], cancel);
        var result = answer.Below(action + "Result");
        return (result.Items($"DB{what}s"), result.Text("Marker"));
    });

    private KeyValuePair<string, string>[] Filters(string cluster)
    {
        var filters = new List<KeyValuePair<string, string>>();
        Add(1, "db-cluster-id", [cluster]);
        for (var i = 0; i < options.Filters.Count; i++)
        {
            Add(i + 2, options.Filters[i].Name, options.Filters[i].Values);
        }

        return [.. filters];

        void Add(int number, string name, IReadOnlyList<string> values)
        {
            filters.Add(new($"Filters.Filter.{number}.Name", name));
            filters.AddRange(values.Select((value, i) => new KeyValuePair<string, string>($"Filters.Filter.{number}.Values.Value.{i + 1}", value)));
        }
    }

    private Labels Target(XElement cluster, XElement instance)
    {
        var labels = new TargetLabels();
        XmlLabel.SetAll(labels, ClusterPrefix, RdsClusterLabels.All, cluster);
        XmlLabel.SetTags(labels, ClusterPrefix, cluster.Items("TagList"));
        XmlLabel.SetAll(labels, InstancePrefix, RdsInstanceLabels.All, instance);
        XmlLabel.SetTags(labels, InstancePrefix, instance.Items("TagList"));
        var member = cluster.Items("DBClusterMembers").FirstOrDefault(member => member.Text("DBInstanceIdentifier") == instance.Text("DBInstanceIdentifier"));
        labels.Set(InstancePrefix + "is_cluster_writer", member.Text("IsClusterWriter"));

        // Where the database itself listens is told by a label: exporters listen elsewhere.
        var endpoint = instance.Below("Endpoint");
        if (endpoint.Text("Address").Length > 0 && endpoint.Text("Port").Length > 0)
        {
            labels.Set(TargetLabels.Address, HostPort.Join(endpoint.Text("Address"), options.Port));
        }

        return labels.ToLabels();
    }
}
