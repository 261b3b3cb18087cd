using Microsoft.Extensions.Logging;
using Pharos.PromQL;
using Pharos.PromQL.Syntax;
using Pharos.Rules.Alerting;
using Pharos.Storage;

namespace Pharos.Rules;

/// <summary>What rules need of the rest of the server.</summary>
public sealed record RuleServices
{
    public required QueryEngine Engine { get; init; }

    /// <summary>What queries and the restoration of alerts read.</summary>
    public required IQuerySource Source { get; init; }

    public required IAppendable Store { get; init; }

    public required IAlertReceiver Alerts { get; init; }

    public required RuleMetrics Metrics { get; init; }

    public required ILogger Log { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ParserOptions Language { get; init; } = ParserOptions.Default;

    public RuleSettings Settings { get; init; } = new();
}

/// <summary>How alerts are sent and taken over after a restart.</summary>
public sealed record RuleSettings
{
    /// <summary>How long ago the last state may have been stored for it to be taken over.</summary>
    public TimeSpan OutageTolerance { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long an alert that was taken over waits at least before it fires; those that wait for less anyway are not taken over.</summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long to wait before telling again of an alert.</summary>
    public TimeSpan ResendDelay { get; init; } = TimeSpan.FromMinutes(1);
}
