using Microsoft.Extensions.Logging;

namespace Pharos.Http;

/// <summary>What clients need of the program around them.</summary>
public sealed record HttpClientServices
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public required ILogger Log { get; init; }

    /// <summary>What requests say about who makes them.</summary>
    public required string UserAgent { get; init; }
}
