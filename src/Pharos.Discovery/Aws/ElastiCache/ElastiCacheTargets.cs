using System.Globalization;
using System.Xml.Linq;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Aws.ElastiCache;

/// <summary>Makes targets of caches. One without an address has no <c>__address__</c>, and is seen among the dropped ones.</summary>
internal static class ElastiCacheTargets
{
    private const string Prefix = "__meta_elasticache_";
    private const string Serverless = Prefix + "serverless_cache_";
    private const string Cluster = Prefix + "cache_cluster_";

    public static Labels OfServerless(XElement cache, IEnumerable<XElement> tags)
    {
        var labels = new TargetLabels().Set(Prefix + "deployment_option", "serverless");
        XmlLabel.SetAll(labels, Serverless, ElastiCacheLabels.ServerlessCache, cache);
        XmlLabel.SetTags(labels, Serverless, tags);
        SetTexts(labels, Serverless + "security_group_id", cache.Items("SecurityGroupIds"));
        SetTexts(labels, Serverless + "subnet_id", cache.Items("SubnetIds"));
        return SetAddress(labels, cache).ToLabels();
    }

    /// <summary>One for each node.</summary>
    public static IEnumerable<Labels> OfCluster(XElement cluster, IReadOnlyList<XElement> tags) => cluster.Items("CacheNodes").Select(node =>
    {
        var labels = new TargetLabels().Set(Prefix + "deployment_option", "node");
        XmlLabel.SetAll(labels, Cluster, ElastiCacheLabels.CacheCluster, cluster);
        XmlLabel.SetTags(labels, Cluster, tags);
        labels.Set(
            Cluster + "pending_modified_values_cache_node_ids_to_remove",
            string.Join(',', cluster.Below("PendingModifiedValues").Items("CacheNodeIdsToRemove").Select(static id => id.Value)));
        SetNumbered(labels, Cluster + "log_delivery_configuration_", ElastiCacheLabels.LogDelivery, cluster.Items("LogDeliveryConfigurations"));
        SetNumbered(labels, Cluster + "security_group_membership_", ElastiCacheLabels.SecurityGroup, cluster.Items("SecurityGroups"));
        XmlLabel.SetAll(labels, Cluster + "node_", ElastiCacheLabels.Node, node);
        return SetAddress(labels, node).ToLabels();
    });

    private static TargetLabels SetAddress(TargetLabels labels, XElement owner)
    {
        var (host, port) = (owner.Below("Endpoint").Text("Address"), owner.Below("Endpoint").Text("Port"));
        return host.Length > 0 && port.Length > 0 ? labels.Set(TargetLabels.Address, HostPort.Join(host, port)) : labels;
    }

    private static void SetTexts(TargetLabels labels, string name, IEnumerable<XElement> items)
    {
        foreach (var (i, item) in items.Index())
        {
            labels.Set(Numbered(name, i), item.Value);
        }
    }

    private static void SetNumbered(TargetLabels labels, string prefix, IReadOnlyList<XmlLabel> sources, IEnumerable<XElement> items)
    {
        foreach (var (i, item) in items.Index())
        {
            XmlLabel.SetAll(labels, prefix, [.. sources.Select(source => source with { Name = Numbered(source.Name, i) })], item);
        }
    }

    private static string Numbered(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"{name}_{number}");
}
