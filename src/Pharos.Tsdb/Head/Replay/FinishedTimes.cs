using Pharos.Tsdb.Memory;

namespace Pharos.Tsdb.Head.Replay;

/// <summary>
/// Up to which time the finished chunks of series reach that were found in files: the log has those samples too, most of what it has, and they are
/// passed over as soon as they are decoded. For the thread that decodes.
/// </summary>
internal sealed class FinishedTimes : IDisposable
{
    /// <summary>Pages so large that the C library gives them back to the system as soon as they are freed.</summary>
    private const int PageShift = 16;

    /// <summary>By slot, with the first bit turned over, so that 0 is before all times.</summary>
    private readonly PagedArray<ulong> _times = new(PageShift);

    public void Set(uint slot, long lastTimeMs)
    {
        _times.EnsureCapacity(slot + 1);
        _times[slot] = Turned(lastTimeMs);
    }

    public void Forget(uint slot)
    {
        if (slot < _times.Capacity)
        {
            _times[slot] = 0;
        }
    }

    public bool Has(uint slot, long timestampMs) => slot < _times.Capacity && Turned(timestampMs) <= _times[slot];

    public void Dispose() => _times.Dispose();

    private static ulong Turned(long timestampMs) => (ulong)timestampMs ^ (1UL << 63);
}
