namespace Pharos.Discovery.Aws.Ecs;

/// <summary>An entry of <c>ecs_sd_configs</c>: the tasks that run in clusters of ECS.</summary>
public sealed class EcsDiscoveryOptions : AwsClusterOptions
{
    public EcsDiscoveryOptions()
    {
        RequestConcurrency = 20;
    }

    public override string Mechanism => "ecs";

    /// <summary>Where EC2 is, which is asked about the machines below; another place in tests.</summary>
    internal string Ec2Endpoint { get; set; } = "";

    public override IDiscoverer Create(DiscoveryServices services) => new EcsDiscoverer(this, services);
}
