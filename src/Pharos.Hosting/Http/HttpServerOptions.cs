namespace Pharos.Hosting.Http;

/// <summary>How a program's web server listens and what it puts up with.</summary>
public sealed record HttpServerOptions
{
    public required IReadOnlyList<ListenAddress> ListenAddresses { get; init; }

    /// <summary>Connections open at once over all addresses; those beyond wait to be taken.</summary>
    public int MaxConnections { get; init; } = 512;

    /// <summary>How long a connection may be idle, and the most a client may take to send its request's headers (which have 30 s at most). Zero: idle
    /// connections stay open.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The file that says how the port is protected; null or empty for plain HTTP, open to everybody.</summary>
    public string? WebConfigFile { get; init; }
}
