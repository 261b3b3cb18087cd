namespace Pharos.PromQL.Evaluation;

/// <summary>How queries are evaluated.</summary>
public sealed record QuerySettings
{
    public QueryLimits Limits { get; init; } = new();

    /// <summary>How old the newest sample of a series may be to be its value still.</summary>
    public TimeSpan Lookback { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The step of a subquery that names none.</summary>
    public TimeSpan DefaultSubqueryStep { get; init; } = TimeSpan.FromMinutes(1);

    public PromQLFeatures Features { get; init; }

    internal long LookbackMs => (long)Lookback.TotalMilliseconds;

    internal long DefaultSubqueryStepMs => Math.Max(1, (long)DefaultSubqueryStep.TotalMilliseconds);
}
