namespace Pharos.Testing.Waiting;

/// <summary>How one hangs without a clock.</summary>
public static class Cancellation
{
    /// <summary>Until it is cancelled; ends well then. For servers that never answer, until their client has gone.</summary>
    public static async Task UntilCancelledAsync(this CancellationToken cancellation)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellation.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), cancelled);
        await cancelled.Task;
    }
}
