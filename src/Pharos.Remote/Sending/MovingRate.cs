namespace Pharos.Remote.Sending;

/// <summary>A rate per second that follows what is counted, the newest ten seconds with a weight of a fifth. Counted by any thread, read by one.</summary>
internal sealed class MovingRate
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private const double Weight = 0.2;

    private long _new;
    private bool _hasBegun;

    public double PerSecond { get; private set; }

    public void Add(long count) => Interlocked.Add(ref _new, count);

    /// <summary>Called every <see cref="Interval"/>.</summary>
    public void Tick()
    {
        var count = Interlocked.Exchange(ref _new, 0);
        var now = count / Interval.TotalSeconds;
        if (_hasBegun)
        {
            PerSecond += Weight * (now - PerSecond);
        }
        else if (count > 0)
        {
            _hasBegun = true;
            PerSecond = now;
        }
    }
}
