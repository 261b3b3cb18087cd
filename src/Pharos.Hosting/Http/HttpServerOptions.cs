namespace Pharos.Hosting.Http;

/// <summary>How a program's web server listens and what it puts up with.</summary>
public sealed record HttpServerOptions
{
    public required IReadOnlyList<ListenAddress> ListenAddresses { get; init; }

    /// <summary>Sockets to listen on in place of the addresses; null for the addresses.</summary>
    public IReadOnlyList<ActivatedSocket>? ActivatedSockets { get; init; }

    /// <summary>Connections open at once over all addresses; those beyond wait to be taken.</summary>
    public int MaxConnections { get; init; } = 512;

    /// <summary>
    /// How long a connection may be idle, how long the body of a request may take to arrive, and the most that its headers may take (which have 30 s at
    /// most). Zero: idle connections stay open, and bodies take as long as they like.
    /// </summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The file that says how the port is protected; null or empty for plain HTTP, open to everybody.</summary>
    public string? WebConfigFile { get; init; }
}
