using Pharos.Configuration;
using Pharos.Discovery.Static;

namespace Pharos.Discovery;

/// <summary>Where targets come from: <c>static_configs</c> and all <c>…_sd_configs</c>, in line with the fields of the section they stand in.</summary>
public sealed class DiscoveryOptions : IOptions
{
    private readonly IReadOnlyList<IDiscoveryOptions>[] _mechanisms = [.. Mechanism.All.Select(static _ => (IReadOnlyList<IDiscoveryOptions>)[])];

    public IReadOnlyList<StaticOptions> Static { get; set; } = [];

    /// <summary>All entries of all sections but the static ones.</summary>
    public IEnumerable<IDiscoveryOptions> Mechanisms => _mechanisms.SelectMany(static options => options);

    public void Describe(Fields fields)
    {
        for (var i = 0; i < _mechanisms.Length; i++)
        {
            _mechanisms[i] = Mechanism.All[i].Describe(fields, _mechanisms[i]);
        }

        Static = fields.Sections("static_configs", Static);
    }
}
