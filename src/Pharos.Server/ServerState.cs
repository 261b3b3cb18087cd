namespace Pharos.Server;

/// <summary>Where the server is in its life; what <c>/-/ready</c> answers.</summary>
internal enum Readiness
{
    Starting,
    Ready,
    Stopping,
}

/// <summary>What requests may know about the server they reached. Safe for concurrent use.</summary>
internal sealed class ServerState(DateTimeOffset startTime)
{
    private volatile Readiness _readiness;

    public DateTimeOffset StartTime { get; } = startTime;

    public Readiness Readiness
    {
        get => _readiness;
        set => _readiness = value;
    }
}
