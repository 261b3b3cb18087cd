using Pharos.Instrumentation;
using Pharos.PromQL.Running;

namespace Pharos.PromQL;

/// <summary>What an engine takes from the program around it. Everything may be left out.</summary>
public sealed record QueryEngineServices
{
    /// <summary>Where the engine's own metrics go.</summary>
    public MetricRegistry? Metrics { get; init; }

    /// <summary>Where running queries are noted, with at least as many places as queries may run at once. The caller disposes it.</summary>
    public ActiveQueryLog? ActiveQueries { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
