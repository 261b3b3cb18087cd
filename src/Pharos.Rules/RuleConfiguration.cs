using Pharos.Model;

namespace Pharos.Rules;

/// <summary>What rules get from the server's configuration.</summary>
public sealed record RuleConfiguration
{
    /// <summary>The files, without patterns.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>For groups that have none themselves.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc cref="Interval"/>
    public TimeSpan QueryOffset { get; init; }

    public Labels ExternalLabels { get; init; }

    public string ExternalUrl { get; init; } = "";

    public NameValidationScheme NameScheme { get; init; } = NameValidationScheme.Utf8;

    /// <summary>Whether the same rules mean the same.</summary>
    internal bool SameContextAs(RuleConfiguration other) => ExternalLabels == other.ExternalLabels && ExternalUrl == other.ExternalUrl;
}
