using Pharos.Model;
using Pharos.Storage;

namespace Pharos.Tsdb.Head.Querying;

/// <summary>Reads samples of the head as it is when the querier is made.</summary>
internal sealed class HeadQuerier(HeadStore head, long minTimeMs, long maxTimeMs) : IQuerier
{
    private readonly HeadReading _reading = new(head, minTimeMs, maxTimeMs);

    public SeriesSet Select(bool sorted, SelectHints? hints, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
        new HeadSeriesSet(_reading.View(), _reading.Select(sorted, matchers, cancellation), hints, cancellation);

    public IReadOnlyList<byte[]> LabelValues(
        ReadOnlySpan<byte> name, int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
        _reading.HasSamples ? head.LabelCatalog.Values(name, limit, matchers, cancellation) : [];

    public IReadOnlyList<byte[]> LabelNames(int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
        _reading.HasSamples ? head.LabelCatalog.Names(limit, matchers, cancellation) : [];

    public void Dispose() => _reading.Dispose();
}
