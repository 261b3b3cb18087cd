using Microsoft.Extensions.Logging;

namespace Pharos.Http;

/// <summary>What clients need of the program around them.</summary>
public sealed record HttpClientServices
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public required ILogger Log { get; init; }

    /// <summary>What requests say about who makes them, unless they say it themselves.</summary>
    public required string UserAgent { get; init; }

    /// <summary>Is told of connections; null if nobody wants to know.</summary>
    public IConnectionObserver? Connections { get; init; }

    /// <summary>Reads a variable of the program's environment; null if there is none. Asked when a client is made, for proxies and for AWS.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;
}
