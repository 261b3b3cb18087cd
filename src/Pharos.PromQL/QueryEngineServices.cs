using Pharos.Instrumentation;

namespace Pharos.PromQL;

/// <summary>What an engine takes from the program around it. Everything may be left out.</summary>
public sealed record QueryEngineServices
{
    /// <summary>Where the engine's own metrics go.</summary>
    public MetricRegistry? Metrics { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
