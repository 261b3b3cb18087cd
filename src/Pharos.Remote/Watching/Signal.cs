namespace Pharos.Remote.Watching;

/// <summary>
/// Wakes the one who waits; if nobody does, the next one who comes does not wait. Set from any thread; one waits at a time. Setting costs a lock for a
/// moment.
/// </summary>
internal sealed class Signal(TimeProvider time)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<bool>? _waiter;
    private bool _isSet;

    /// <summary>Returns whether somebody waited.</summary>
    public bool Set()
    {
        TaskCompletionSource<bool>? waiter;
        lock (_gate)
        {
            waiter = _waiter;
            _waiter = null;
            if (waiter is null)
            {
                _isSet = true;
                return false;
            }
        }

        if (waiter.TrySetResult(true))
        {
            return true;
        }

        // Its time was up at the same moment: this is for its next wait.
        lock (_gate)
        {
            _isSet = true;
        }

        return false;
    }

    /// <summary>True if the signal was set, false if it was not within the time.</summary>
    public async ValueTask<bool> WaitAsync(TimeSpan most, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var waiter = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_isSet)
            {
                _isSet = false;
                return true;
            }

            _waiter = waiter;
        }

        try
        {
            await using var timer = time.CreateTimer(
                static state => ((TaskCompletionSource<bool>)state!).TrySetResult(false), waiter, most > TimeSpan.Zero ? most : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            await using var registration = cancellation.UnsafeRegister(static state => ((TaskCompletionSource<bool>)state!).TrySetCanceled(), waiter);
            return await waiter.Task;
        }
        finally
        {
            lock (_gate)
            {
                _waiter = ReferenceEquals(_waiter, waiter) ? null : _waiter;
            }
        }
    }
}
