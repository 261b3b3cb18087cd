using Pharos.Instrumentation;

namespace Pharos.Remote.Sending;

/// <summary>The greatest time seen so far in whole seconds, in a gauge. Safe for concurrent use.</summary>
internal sealed class HighestTime(Gauge gauge)
{
    private readonly Lock _gate = new();
    private long _seconds;

    public long Seconds => Volatile.Read(ref _seconds);

    public void Include(long timeMs)
    {
        var seconds = timeMs / 1000;
        if (seconds <= Volatile.Read(ref _seconds))
        {
            return;
        }

        lock (_gate)
        {
            if (seconds > _seconds)
            {
                Volatile.Write(ref _seconds, seconds);
                gauge.Set(seconds);
            }
        }
    }
}
