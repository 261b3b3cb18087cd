namespace Pharos.Discovery.Kubernetes.Watching;

/// <summary>
/// How long to wait before the next try: longer each time, and not the same for all who wait. After a while without failures it begins anew.
/// Not safe for concurrent use.
/// </summary>
/// <param name="jitter">Gives numbers from zero to below one; a wait is prolonged by this part of itself.</param>
internal sealed class Backoff(TimeProvider time, Func<double> jitter)
{
    internal static readonly TimeSpan First = TimeSpan.FromMilliseconds(800);

    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Without failures for so long, one that comes then is the first.</summary>
    internal static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(2);

    private TimeSpan _next = First;
    private long _last = time.GetTimestamp();

    /// <param name="least">What somebody else asks for, up to a reasonable time.</param>
    public TimeSpan Next(TimeSpan least = default)
    {
        if (time.GetElapsedTime(_last) >= Forgotten)
        {
            _next = First;
        }

        var wait = _next * (1 + jitter());
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        _last = time.GetTimestamp();
        least = least < Forgotten ? least : Forgotten;
        return wait > least ? wait : least;
    }
}
