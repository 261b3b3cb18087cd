using Pharos.Model;
using Pharos.Storage;

namespace Pharos.Tsdb.Head.Querying;

/// <summary>Reads the head as it is when the querier is made.</summary>
internal sealed class HeadQuerier : IQuerier
{
    private readonly HeadStore _head;
    private readonly long _minTimeMs;
    private readonly long _maxTimeMs;
    private readonly LinkedListNode<long> _epoch;
    private readonly ReadPoint _readPoint;
    private bool _disposed;

    public HeadQuerier(HeadStore head, long minTimeMs, long maxTimeMs)
    {
        _head = head;
        _minTimeMs = minTimeMs;
        _maxTimeMs = maxTimeMs;
        _epoch = head.Epochs.Enter();
        _readPoint = head.Isolation.BeginRead(minTimeMs);
    }

    public SeriesSet Select(bool sorted, SelectHints? hints, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default)
    {
        var slots = _head.Finder.Select(matchers, cancellation);
        if (sorted)
        {
            _head.LabelOrder.Sort(slots, cancellation);
        }

        return new HeadSeriesSet(_head, slots, _readPoint, _minTimeMs, _maxTimeMs, hints, cancellation);
    }

    public IReadOnlyList<byte[]> LabelValues(
        ReadOnlySpan<byte> name, int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
        _head.LabelCatalog.Values(name, limit, matchers, cancellation);

    public IReadOnlyList<byte[]> LabelNames(int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
        _head.LabelCatalog.Names(limit, matchers, cancellation);

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _head.Isolation.EndRead(_readPoint);
            _head.Epochs.Leave(_epoch);
        }
    }
}
