using System.Globalization;
using System.Text.Json;
using Pharos.Discovery.Api;
using Pharos.Discovery.Targets;
using Pharos.Model;

namespace Pharos.Discovery.Aws.Msk;

/// <summary>Makes targets of nodes: one for each endpoint of a broker or a controller.</summary>
internal static class MskTargets
{
    private const string Prefix = "__meta_msk_";

    public static IEnumerable<Labels> Of(JsonElement cluster, JsonElement node, long port)
    {
        var broker = node.Field("brokerNodeInfo");
        var isBroker = broker.ValueKind == JsonValueKind.Object;
        var endpoints = isBroker ? broker.Texts("endpoints") : node.Field("controllerNodeInfo").Texts("endpoints");
        return endpoints.Select((endpoint, i) =>
        {
            var labels = new TargetLabels().Set(TargetLabels.Address, HostPort.Join(endpoint, port)).Set(Prefix + (isBroker ? "broker_endpoint_index" : "controller_endpoint_index"), i);
            SetCluster(labels, cluster);
            SetNode(labels, node, isBroker);
            if (isBroker)
            {
                SetBroker(labels, broker, cluster.Field("provisioned", "openMonitoring", "prometheus", "nodeExporter"));
            }

            return labels.ToLabels();
        });
    }

    private static void SetCluster(TargetLabels labels, JsonElement cluster)
    {
        var software = cluster.Field("provisioned", "currentBrokerSoftwareInfo");
        labels.Set(Prefix + "cluster_name", cluster.Text("clusterName"))
            .Set(Prefix + "cluster_arn", cluster.Text("clusterArn"))
            .Set(Prefix + "cluster_state", cluster.Text("state"))
            .Set(Prefix + "cluster_type", cluster.Text("clusterType"))
            .Set(Prefix + "cluster_version", cluster.Text("currentVersion"))
            .Set(Prefix + "cluster_kafka_version", software.Text("kafkaVersion"))
            .Set(Prefix + "cluster_configuration_arn", software.Text("configurationArn"))
            .Set(Prefix + "cluster_configuration_revision", software.Text("configurationRevision"));
        SetEnabled(labels, "cluster_jmx_exporter_enabled", cluster.Field("provisioned", "openMonitoring", "prometheus", "jmxExporter"));
        foreach (var tag in cluster.Entries("tags"))
        {
            labels.SetNamed(Prefix + "cluster_tag_", tag.Name, tag.Value.Text());
        }
    }

    private static void SetNode(TargetLabels labels, JsonElement node, bool isBroker) => labels
        .Set(Prefix + "node_type", isBroker ? "BROKER" : "CONTROLLER")
        .Set(Prefix + "node_arn", node.Text("nodeARN"))
        .Set(Prefix + "node_added_time", node.Text("addedToClusterTime"))
        .Set(Prefix + "node_instance_type", node.Text("instanceType"));

    private static void SetBroker(TargetLabels labels, JsonElement broker, JsonElement nodeExporter)
    {
        // The number comes with a fraction, of which there is nothing.
        var id = broker.Field("brokerId") is { ValueKind: JsonValueKind.Number } number ? number.GetDouble().ToString("F0", CultureInfo.InvariantCulture) : "0";
        labels.Set(Prefix + "node_attached_eni", broker.Text("attachedENIId"))
            .Set(Prefix + "broker_id", id)
            .Set(Prefix + "broker_client_subnet", broker.Text("clientSubnet"))
            .Set(Prefix + "broker_client_vpc_ip", broker.Text("clientVpcIpAddress"));
        SetEnabled(labels, "broker_node_exporter_enabled", nodeExporter);
    }

    /// <summary>Without a word about the exporter there is no label.</summary>
    private static void SetEnabled(TargetLabels labels, string name, JsonElement exporter)
    {
        if (exporter.ValueKind == JsonValueKind.Object)
        {
            labels.Set(Prefix + name, exporter.Flag("enabledInBroker"));
        }
    }
}
