using Pharos.Configuration;
using Pharos.Discovery.Static;

namespace Pharos.Discovery;

/// <summary>Where targets come from: <c>static_configs</c> and all <c>…_sd_configs</c>, in line with the fields of the section they stand in.</summary>
public sealed class DiscoveryOptions : IOptions
{
    /// <summary>The mechanisms there are, as their sections are called without their ending; lists in the file itself are none of them.</summary>
    public static IReadOnlyList<string> MechanismNames { get; } =
        [.. Mechanism.All.Select(static mechanism => mechanism.Section[..^"_sd_configs".Length])];

    public IReadOnlyList<StaticOptions> Static { get; set; } = [];

    /// <summary>All entries of all sections but the static ones.</summary>
    public IReadOnlyList<IDiscoveryOptions> Mechanisms { get; set; } = [];

    /// <summary>The first static target that is no host and port but a URL or a path; null if there is none.</summary>
    public string? StaticUrl => Static.SelectMany(static group => group.Targets).FirstOrDefault(static target => target.Contains('/', StringComparison.Ordinal));

    public void Describe(Fields fields)
    {
        Mechanisms = [.. Mechanism.All.SelectMany(mechanism => mechanism.Describe(fields, Mechanisms))];
        Static = fields.Sections("static_configs", Static);
    }
}
