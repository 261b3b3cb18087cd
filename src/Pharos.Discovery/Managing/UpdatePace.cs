namespace Pharos.Discovery.Managing;

/// <summary>
/// When the next update may go out. The first goes at once; while changes keep coming the gaps grow up to the interval, so that the first
/// answers of many discoverers are not held back for long, and a restless one does not keep the receiver busy. After an interval without
/// updates it begins anew.
/// </summary>
internal sealed class UpdatePace(TimeProvider time, TimeSpan interval)
{
    private static readonly TimeSpan FirstGap = TimeSpan.FromMilliseconds(100);

    private TimeSpan _gap;
    private long _last;

    public TimeProvider Time => time;

    /// <summary>How long the next update has to wait, zero or less if it need not.</summary>
    public TimeSpan Remaining => _gap - time.GetElapsedTime(_last);

    public void Sent()
    {
        var isQuiet = _gap == TimeSpan.Zero || time.GetElapsedTime(_last) >= interval + _gap;
        _gap = isQuiet ? Least(FirstGap) : Least(_gap * 2);
        _last = time.GetTimestamp();
    }

    private TimeSpan Least(TimeSpan gap) => gap < interval ? gap : interval;
}
