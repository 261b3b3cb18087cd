namespace Pharos.Discovery.Aws.ElastiCache;

/// <summary>An entry of <c>elasticache_sd_configs</c>: serverless caches, and the nodes of cache clusters.</summary>
public sealed class ElastiCacheDiscoveryOptions : AwsClusterOptions
{
    public override string Mechanism => "elasticache";

    public override IDiscoverer Create(DiscoveryServices services) => new ElastiCacheDiscoverer(this, services);
}
