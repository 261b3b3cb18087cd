namespace Pharos.PromQL.Results;

/// <summary>What a query cost.</summary>
public sealed record QueryStatistics
{
    /// <summary>Samples that the steps looked at, each as often as a step looked at it.</summary>
    public long TotalSamples { get; init; }

    /// <summary>Samples that were read from the store, each once.</summary>
    public long SamplesRead { get; init; }

    /// <summary>The most samples that were held at once.</summary>
    public long PeakSamples { get; init; }

    /// <summary>Waiting for its turn.</summary>
    public TimeSpan Queue { get; init; }

    /// <summary>Making a plan and opening the store.</summary>
    public TimeSpan Prepare { get; init; }

    /// <summary>Evaluating the plan.</summary>
    public TimeSpan Evaluate { get; init; }

    /// <summary>Putting the result in order.</summary>
    public TimeSpan Sort { get; init; }

    /// <summary>All but the queue.</summary>
    public TimeSpan Execution => Prepare + Evaluate + Sort;
}
