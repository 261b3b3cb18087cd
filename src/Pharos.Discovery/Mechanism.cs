using Pharos.Configuration;
using Pharos.Discovery.Dns;
using Pharos.Discovery.Files;

namespace Pharos.Discovery;

/// <summary>A kind of discovery: the section that its options stand in.</summary>
internal abstract class Mechanism(string section)
{
    /// <summary>All there are. A folder and a line here make a mechanism.</summary>
    public static IReadOnlyList<Mechanism> All { get; } =
    [
        new Of<DnsDiscoveryOptions>("dns_sd_configs", static metrics => metrics.Of(static registry => new DnsMetrics(registry))),
        new Of<FileDiscoveryOptions>("file_sd_configs", static metrics => metrics.Of(static registry => new FileMetrics(registry))),
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
