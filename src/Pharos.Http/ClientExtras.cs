using Pharos.Http.Credentials;

namespace Pharos.Http;

/// <summary>What the maker of a client wants of it, beside what its users configure.</summary>
public sealed record ClientExtras
{
    public static ClientExtras None { get; } = new();

    /// <summary>Takes the place of the configured ways to prove who asks, for those that are not in <see cref="Options.HttpClientOptions"/>.</summary>
    public IRequestCredentials? Credentials { get; init; }

    /// <summary>Asks servers for gzip and takes it off. Without this a body is what the server sent.</summary>
    public bool Decompresses { get; init; }
}
