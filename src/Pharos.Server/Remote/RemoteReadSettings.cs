namespace Pharos.Server.Remote;

/// <summary>What flags say of what other servers may read.</summary>
public sealed record RemoteReadSettings
{
    /// <summary>The most samples in an answer that is no stream of chunks; 0 for no limit.</summary>
    public long SampleLimit { get; init; } = 50_000_000;

    /// <summary>How many requests are answered at once; further ones wait. 0 for no limit.</summary>
    public int MaxConcurrent { get; init; } = 10;

    /// <summary>How large a frame of a stream is, more or less.</summary>
    public int MaxBytesInFrame { get; init; } = 1 << 20;
}
