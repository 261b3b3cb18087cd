using Pharos.Model;

namespace Pharos.Rules.Alerting;

/// <summary>What an alerting rule is to do beyond its query.</summary>
public sealed record AlertingRuleOptions
{
    public required string Name { get; init; }

    /// <summary>How long the condition has to hold before it fires.</summary>
    public TimeSpan For { get; init; }

    /// <summary>How long it goes on firing after that.</summary>
    public TimeSpan KeepFiringFor { get; init; }

    /// <summary>Templates.</summary>
    public Labels Labels { get; init; }

    /// <summary>Templates.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>What templates see of the server.</summary>
    public Labels ExternalLabels { get; init; }

    /// <inheritdoc cref="ExternalLabels"/>
    public string ExternalUrl { get; init; } = "";
}
