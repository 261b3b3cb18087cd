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
    private readonly TaskCompletionSource _stopRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Readiness _readiness;

    public DateTimeOffset StartTime { get; } = startTime;

    /// <summary>Completed when a request asked the server to stop.</summary>
    public Task StopRequested => _stopRequested.Task;

    public void RequestStop() => _stopRequested.TrySetResult();

    public Readiness Readiness
    {
        get => _readiness;
        set => _readiness = value;
    }
}
