namespace Pharos.PromQL.Evaluation;

/// <summary>What queries may use.</summary>
public sealed record QueryLimits
{
    /// <summary>The most samples that one query holds at once. A histogram counts as many as it has sixteenths of a byte.</summary>
    public long MaxSamples { get; init; } = 50_000_000;

    /// <summary>The most samples that all running queries hold together.</summary>
    public long MaxSamplesInTotal { get; init; } = long.MaxValue;

    /// <summary>How long a query may wait and run.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How many queries run at once. More wait for their turn.</summary>
    public int MaxConcurrent { get; init; } = 20;
}
