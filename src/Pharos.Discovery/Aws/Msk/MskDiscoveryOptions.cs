namespace Pharos.Discovery.Aws.Msk;

/// <summary>An entry of <c>msk_sd_configs</c>: the nodes of provisioned Kafka clusters.</summary>
public sealed class MskDiscoveryOptions : AwsClusterOptions
{
    public override string Mechanism => "msk";

    public override IDiscoverer Create(DiscoveryServices services) => new MskDiscoverer(this, services);
}
