using Pharos.Configuration;

namespace Pharos.Discovery;

/// <summary>A kind of discovery: the section that its options stand in.</summary>
internal abstract class Mechanism(string section)
{
    /// <summary>All there are. A folder and a line here make a mechanism.</summary>
    public static IReadOnlyList<Mechanism> All { get; } =
    [
    ];

    public string Section { get; } = section;

    public abstract IReadOnlyList<IDiscoveryOptions> Describe(Fields fields, IReadOnlyList<IDiscoveryOptions> options);

    private sealed class Of<T>(string section) : Mechanism(section)
        where T : class, IDiscoveryOptions, new()
    {
        public override IReadOnlyList<IDiscoveryOptions> Describe(Fields fields, IReadOnlyList<IDiscoveryOptions> options) =>
            fields.Sections<T>(Section, [.. options.Cast<T>()]);
    }
}
