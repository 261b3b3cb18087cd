using Pharos.Tsdb;

namespace Pharos.Server.Storage;

/// <summary>Where samples are kept, and how.</summary>
public sealed record StorageOptions
{
    public required string Path { get; init; }

    public DatabaseOptions Database { get; init; } = new();
}
