namespace Pharos.Discovery.Aws.ElastiCache;

/// <summary>The labels of caches that have a single value, by the elements that have it.</summary>
internal static class ElastiCacheLabels
{
    /// <summary>The names that differ in style are those of the reference: rules are written for them.</summary>
    public static IReadOnlyList<XmlLabel> ServerlessCache { get; } =
    [
        new("arn", "ARN"),
        new("cache_usage_limit_data_storagemaximum", "CacheUsageLimits.DataStorage.Maximum"),
        new("cache_usage_limit_data_storageminimum", "CacheUsageLimits.DataStorage.Minimum"),
        new("cache_usage_limit_data_storageunit", "CacheUsageLimits.DataStorage.Unit"),
        new("cache_usage_limit_ecpu_per_secondmaximum", "CacheUsageLimits.ECPUPerSecond.Maximum"),
        new("cache_usage_limit_ecpu_per_secondminimum", "CacheUsageLimits.ECPUPerSecond.Minimum"),
        new("create_time", "CreateTime", IsTime: true),
        new("daily_snapshot_time", "DailySnapshotTime"),
        new("description", "Description"),
        new("endpoint_address", "Endpoint.Address"),
        new("endpoint_port", "Endpoint.Port"),
        new("endpoint_reader_address", "ReaderEndpoint.Address"),
        new("endpoint_reader_port", "ReaderEndpoint.Port"),
        new("engine", "Engine"),
        new("full_engine_version", "FullEngineVersion"),
        new("kms_key_id", "KmsKeyId"),
        new("major_engine_version", "MajorEngineVersion"),
        new("name", "ServerlessCacheName"),
        new("snapshot_retention_limit", "SnapshotRetentionLimit"),
        new("status", "Status"),
        new("user_group_id", "UserGroupId"),
    ];

    public static IReadOnlyList<XmlLabel> CacheCluster { get; } =
    [
        new("arn", "ARN"),
        new("at_rest_encryption_enabled", "AtRestEncryptionEnabled"),
        new("auth_token_enabled", "AuthTokenEnabled"),
        new("auth_token_last_modified", "AuthTokenLastModifiedDate", IsTime: true),
        new("auto_minor_version_upgrade", "AutoMinorVersionUpgrade"),
        new("cache_cluster_create_time", "CacheClusterCreateTime", IsTime: true),
        new("cache_cluster_id", "CacheClusterId"),
        new("cache_cluster_status", "CacheClusterStatus"),
        new("cache_node_type", "CacheNodeType"),
        new("cache_parameter_group", "CacheParameterGroup.CacheParameterGroupName"),
        new("cache_subnet_group_name", "CacheSubnetGroupName"),
        new("client_download_landing_page", "ClientDownloadLandingPage"),
        new("configuration_endpoint_address", "ConfigurationEndpoint.Address"),
        new("configuration_endpoint_port", "ConfigurationEndpoint.Port"),
        new("engine", "Engine"),
        new("engine_version", "EngineVersion"),
        new("ip_discovery", "IpDiscovery"),
        new("network_type", "NetworkType"),
        new("notification_topic_arn", "NotificationConfiguration.TopicArn"),
        new("notification_topic_status", "NotificationConfiguration.TopicStatus"),
        new("num_cache_nodes", "NumCacheNodes"),
        new("pending_modified_values_auth_token_status", "PendingModifiedValues.AuthTokenStatus"),
        new("pending_modified_values_cache_node_type", "PendingModifiedValues.CacheNodeType"),
        new("pending_modified_values_engine_version", "PendingModifiedValues.EngineVersion"),
        new("pending_modified_values_num_cache_nodes", "PendingModifiedValues.NumCacheNodes"),
        new("pending_modified_values_transit_encryption_enabled", "PendingModifiedValues.TransitEncryptionEnabled"),
        new("pending_modified_values_transit_encryption_mode", "PendingModifiedValues.TransitEncryptionMode"),
        new("preferred_availability_zone", "PreferredAvailabilityZone"),
        new("preferred_maintenance_window", "PreferredMaintenanceWindow"),
        new("preferred_outpost_arn", "PreferredOutpostArn"),
        new("replication_group_id", "ReplicationGroupId"),
        new("replication_group_log_delivery_enabled", "ReplicationGroupLogDeliveryEnabled"),
        new("snapshot_retention_limit", "SnapshotRetentionLimit"),
        new("snapshot_window", "SnapshotWindow"),
        new("transit_encryption_enabled", "TransitEncryptionEnabled"),
        new("transit_encryption_mode", "TransitEncryptionMode"),
    ];

    /// <summary>Of each entry in the list of log deliveries; its number is put behind the name.</summary>
    public static IReadOnlyList<XmlLabel> LogDelivery { get; } =
    [
        new("delivery_stream", "DestinationDetails.KinesisFirehoseDetails.DeliveryStream"),
        new("destination_type", "DestinationType"),
        new("log_format", "LogFormat"),
        new("log_group", "DestinationDetails.CloudWatchLogsDetails.LogGroup"),
        new("log_type", "LogType"),
        new("message", "Message"),
        new("status", "Status"),
    ];

    public static IReadOnlyList<XmlLabel> Node { get; } =
    [
        new("availability_zone", "CustomerAvailabilityZone"),
        new("create_time", "CacheNodeCreateTime", IsTime: true),
        new("customer_outpost_arn", "CustomerOutpostArn"),
        new("endpoint_address", "Endpoint.Address"),
        new("endpoint_port", "Endpoint.Port"),
        new("id", "CacheNodeId"),
        new("parameter_group_status", "ParameterGroupStatus"),
        new("source_cache_node_id", "SourceCacheNodeId"),
        new("status", "CacheNodeStatus"),
    ];

    public static IReadOnlyList<XmlLabel> SecurityGroup { get; } = [new("id", "SecurityGroupId"), new("status", "Status")];
}
