using Pharos.Model;

namespace Pharos.Tsdb.Head.Querying;

/// <summary>
/// A reader's hold on the head: what it has when this is made stays readable, and nothing newer is seen, until it is disposed. Both queriers are
/// made of it.
/// </summary>
internal sealed class HeadReading : IDisposable
{
    private readonly HeadStore _head;
    private readonly LinkedListNode<long> _epoch;
    private readonly ReadPoint _readPoint;
    private readonly long _minTimeMs;
    private readonly long _maxTimeMs;
    private bool _disposed;

    public HeadReading(HeadStore head, long minTimeMs, long maxTimeMs)
    {
        _head = head;
        _minTimeMs = minTimeMs;
        _maxTimeMs = maxTimeMs;
        _epoch = head.Epochs.Enter();
        _readPoint = head.Isolation.BeginRead(minTimeMs);
    }

    /// <summary>Whether the head has samples in the range, in order or late. Without, it has no labels to tell either.</summary>
    public bool HasSamples => Overlaps(_head.Times.MinMs, _head.Times.MaxMs) || Overlaps(_head.LateAppending.Times.MinMs, _head.LateAppending.Times.MaxMs);

    public uint[] Select(bool sorted, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation)
    {
        var slots = _head.Finder.Select(matchers, cancellation);
        if (sorted)
        {
            _head.LabelOrder.Sort(slots, cancellation);
        }

        return slots;
    }

    public HeadSeriesView View(HeadPart part = HeadPart.All) => new(_head, part, _readPoint, _minTimeMs, _maxTimeMs);

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _head.Isolation.EndRead(_readPoint);
            _head.Epochs.Leave(_epoch);
        }
    }

    private bool Overlaps(long oldestMs, long newestMs) => oldestMs <= _maxTimeMs && newestMs >= _minTimeMs;
}
