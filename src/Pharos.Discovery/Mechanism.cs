using Pharos.Configuration;
using Pharos.Discovery.Aws;
using Pharos.Discovery.Aws.Ecs;
using Pharos.Discovery.Aws.ElastiCache;
using Pharos.Discovery.Aws.Msk;
using Pharos.Discovery.Aws.Rds;
using Pharos.Discovery.Azure;
using Pharos.Discovery.Consul;
using Pharos.Discovery.DigitalOcean;
using Pharos.Discovery.Dns;
using Pharos.Discovery.Docker;
using Pharos.Discovery.Eureka;
using Pharos.Discovery.Files;
using Pharos.Discovery.Gce;
using Pharos.Discovery.Hetzner;
using Pharos.Discovery.Ionos;
using Pharos.Discovery.Kubernetes;
using Pharos.Discovery.Kuma;
using Pharos.Discovery.Linode;
using Pharos.Discovery.Marathon;
using Pharos.Discovery.Nomad;
using Pharos.Discovery.Oci;
using Pharos.Discovery.OpenStack;
using Pharos.Discovery.Outscale;
using Pharos.Discovery.Ovh;
using Pharos.Discovery.PuppetDb;
using Pharos.Discovery.Scaleway;
using Pharos.Discovery.Stackit;
using Pharos.Discovery.Triton;
using Pharos.Discovery.Uyuni;
using Pharos.Discovery.Vultr;
using Pharos.Discovery.Web;
using Pharos.Discovery.ZooKeeper;

namespace Pharos.Discovery;

/// <summary>A kind of discovery: the section that its options stand in.</summary>
internal abstract class Mechanism(string section)
{
    /// <summary>All there are. A folder and a line here make a mechanism.</summary>
    public static IReadOnlyList<Mechanism> All { get; } =
    [
        new Of<AwsDiscoveryOptions>("aws_sd_configs"),
        new Of<AzureDiscoveryOptions>("azure_sd_configs", static metrics => metrics.Of(static registry => new AzureMetrics(registry))),
        new Of<ConsulDiscoveryOptions>("consul_sd_configs", static metrics => metrics.Of(static registry => new ConsulMetrics(registry))),
        new Of<DigitalOceanDiscoveryOptions>("digitalocean_sd_configs"),
        new Of<DnsDiscoveryOptions>("dns_sd_configs", static metrics => metrics.Of(static registry => new DnsMetrics(registry))),
        new Of<DockerDiscoveryOptions>("docker_sd_configs"),
        new Of<SwarmDiscoveryOptions>("dockerswarm_sd_configs"),
        new Of<Ec2DiscoveryOptions>("ec2_sd_configs"),
        new Of<EcsDiscoveryOptions>("ecs_sd_configs"),
        new Of<ElastiCacheDiscoveryOptions>("elasticache_sd_configs"),
        new Of<EurekaDiscoveryOptions>("eureka_sd_configs"),
        new Of<FileDiscoveryOptions>("file_sd_configs", static metrics => metrics.Of(static registry => new FileMetrics(registry))),
        new Of<GceDiscoveryOptions>("gce_sd_configs"),
        new Of<HetznerDiscoveryOptions>("hetzner_sd_configs"),
        new Of<HttpDiscoveryOptions>("http_sd_configs", static metrics => metrics.Of(static registry => new HttpMetrics(registry))),
        new Of<IonosDiscoveryOptions>("ionos_sd_configs"),
        new Of<KubernetesDiscoveryOptions>("kubernetes_sd_configs", static metrics => metrics.Of(static registry => new KubernetesMetrics(registry))),
        new Of<KumaDiscoveryOptions>("kuma_sd_configs", static metrics => metrics.Of(static registry => new KumaMetrics(registry))),
        new Of<LightsailDiscoveryOptions>("lightsail_sd_configs"),
        new Of<LinodeDiscoveryOptions>("linode_sd_configs", static metrics => metrics.Of(static registry => new LinodeMetrics(registry))),
        new Of<MarathonDiscoveryOptions>("marathon_sd_configs"),
        new Of<MskDiscoveryOptions>("msk_sd_configs"),
        new Of<NerveDiscoveryOptions>("nerve_sd_configs", static metrics => metrics.Of(static registry => new ZooKeeperMetrics(registry))),
        new Of<NomadDiscoveryOptions>("nomad_sd_configs", static metrics => metrics.Of(static registry => new NomadMetrics(registry))),
        new Of<OciDiscoveryOptions>("oci_sd_configs"),
        new Of<OpenStackDiscoveryOptions>("openstack_sd_configs"),
        new Of<OutscaleDiscoveryOptions>("outscale_sd_configs"),
        new Of<OvhDiscoveryOptions>("ovhcloud_sd_configs"),
        new Of<PuppetDbDiscoveryOptions>("puppetdb_sd_configs"),
        new Of<RdsDiscoveryOptions>("rds_sd_configs"),
        new Of<ScalewayDiscoveryOptions>("scaleway_sd_configs"),
        new Of<ServersetDiscoveryOptions>("serverset_sd_configs"),
        new Of<StackitDiscoveryOptions>("stackit_sd_configs"),
        new Of<TritonDiscoveryOptions>("triton_sd_configs"),
        new Of<UyuniDiscoveryOptions>("uyuni_sd_configs"),
        new Of<VultrDiscoveryOptions>("vultr_sd_configs"),
    ];

    public string Section { get; } = section;

    /// <summary>Makes the mechanism's own metrics, if it has any.</summary>
    public abstract void Prepare(DiscoveryMetrics metrics);

    /// <summary>Passes on those of the options that are of this mechanism.</summary>
    public abstract IReadOnlyList<IDiscoveryOptions> Describe(Fields fields, IReadOnlyList<IDiscoveryOptions> options);

    private sealed class Of<T>(string section, Action<DiscoveryMetrics>? prepare = null) : Mechanism(section)
        where T : class, IDiscoveryOptions, new()
    {
        public override void Prepare(DiscoveryMetrics metrics) => prepare?.Invoke(metrics);

        public override IReadOnlyList<IDiscoveryOptions> Describe(Fields fields, IReadOnlyList<IDiscoveryOptions> options) =>
            fields.Sections<T>(Section, [.. options.OfType<T>()]);
    }
}
