namespace Pharos.Hosting.Protection;

/// <summary>Lets a request through each interval, and as many more at once as were saved up in a pause. Safe for concurrent use.</summary>
internal sealed class RequestLimit
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly long _burst;
    private double _saved;
    private long _last;

    public RequestLimit(TimeSpan interval, long burst, TimeProvider time)
    {
        (_interval, _burst, _time) = (interval, burst, time);
        (_saved, _last) = (burst, time.GetTimestamp());
    }

    public bool TryPass()
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            _saved = Math.Min(_burst, _saved + _time.GetElapsedTime(_last, now) / _interval);
            _last = now;
            if (_saved < 1)
            {
                return false;
            }

            _saved--;
            return true;
        }
    }
}
