namespace Pharos.Server.Configuration;

/// <summary>By what rules a configuration is loaded.</summary>
public sealed record LoadingRules
{
    /// <summary>Those of an agent, which may have less.</summary>
    public bool IsAgent { get; init; }

    /// <summary>Whether <c>scrape_config_files</c> are read too.</summary>
    public bool FollowsFiles { get; init; } = true;

    /// <summary>Whether samples are stored with the times at which their counters started, which not every encoding has room for.</summary>
    public bool StoresStartTimes { get; init; }

    /// <summary>Whether targets that offer several formats are asked for protobuf first, unless the file says otherwise.</summary>
    public bool PrefersProtobuf { get; init; }

    /// <summary>Whether jobs store more about each scrape, unless the file says otherwise.</summary>
    public bool HasExtraMetrics { get; init; }

    /// <summary>The environment that external labels may name.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;
}
