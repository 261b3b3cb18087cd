using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pharos.Instrumentation;
using Pharos.Tsdb.Wal;

namespace Pharos.Tsdb;

/// <summary>What a database takes from the program around it. Everything may be left out.</summary>
public sealed record DatabaseServices
{
    public ILogger Log { get; init; } = NullLogger.Instance;

    /// <summary>Where the database's own metrics go.</summary>
    public MetricRegistry? Metrics { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Is told of what goes into the log once the store is open, for those who follow it.</summary>
    public FollowedLog? Followed { get; init; }

    /// <summary>Is told how far opening has got with the log.</summary>
    public ReplayProgress? Replay { get; init; }
}
