namespace Pharos.PromQL.Evaluation;

/// <summary>What one query may use.</summary>
public sealed record QueryLimits
{
    /// <summary>The most samples that are held at once. A histogram counts as many as it has sixteenths of a byte.</summary>
    public long MaxSamples { get; init; } = 50_000_000;

    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);
}
