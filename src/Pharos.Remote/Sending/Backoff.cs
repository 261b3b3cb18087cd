using Pharos.Foundation.Logging;

namespace Pharos.Remote.Sending;

/// <summary>How long to wait after each failure of one request: longer each time, unless the receiver says how long.</summary>
internal sealed class Backoff(QueueParts queue)
{
    private TimeSpan _next = queue.Options.Queue.MinBackoff;

    /// <summary>Waits, and says in the log why.</summary>
    public async Task WaitAsync(WriteResult failure, CancellationToken cancellation)
    {
        var wait = _next;
        if (failure.RetryAfter > TimeSpan.Zero)
        {
            wait = failure.RetryAfter;
            queue.Log.Info("Retrying after duration specified by Retry-After header", [("duration", wait)]);
        }
        else if (failure.RetryAfter < TimeSpan.Zero)
        {
            queue.Log.Debug("retry-after cannot be in past, retrying using default backoff mechanism");
        }

        queue.Plan.NoteWait(wait);
        await Task.Delay(wait, queue.Time, cancellation);
        queue.Log.Warn("Failed to send batch, retrying", [("err", failure.Error)]);
        _next = wait * 2 < queue.Options.Queue.MaxBackoff ? wait * 2 : queue.Options.Queue.MaxBackoff;
    }
}
