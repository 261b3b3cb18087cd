using Pharos.Model;
using Pharos.Storage.Chunks;

namespace Pharos.Storage.Merging;

/// <summary>
/// A querier whose failures are warnings: its answers are empty then. Selecting goes on in the background until the first series is asked for, so
/// that others can answer meanwhile. Either all answers that were asked for before the first is read are there, or none.
/// </summary>
internal sealed class SecondaryQuerier(IQuerier inner) : IQuerier
{
    private readonly SecondaryGroup<SeriesSet> _group = new();
    private readonly SecondaryLabels _labels = new(inner);

    public IReadOnlyList<string> LabelWarnings => _labels.Warnings;

    public SeriesSet Select(bool sorted, SelectHints? hints, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default)
    {
        var copy = matchers.ToArray();
        return new Set(
            _group, _group.Ask(() => inner.Select(sorted, hints, copy, cancellation), static set => set.MoveNext(), cancellation));
    }

    public IReadOnlyList<byte[]> LabelValues(
        ReadOnlySpan<byte> name, int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
        _labels.Values(name, limit, matchers, cancellation);

    public IReadOnlyList<byte[]> LabelNames(int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
        _labels.Names(limit, matchers, cancellation);

    public void Dispose()
    {
        _group.Close();
        inner.Dispose();
    }

    private sealed class Set(SecondaryGroup<SeriesSet> group, SecondaryAnswer<SeriesSet> answer) : SeriesSet
    {
        private SeriesSet? _set;
        private bool _hasBegun;

        public override IReadOnlyList<string> Warnings => answer.Failure is { } failure ? [failure] : _set?.Warnings ?? [];

        public override LabelsView Labels => _set!.Labels;

        public override bool MoveNext()
        {
            if (_hasBegun)
            {
                return _set is not null && _set.MoveNext();
            }

            _hasBegun = true;
            if (!group.Wait(answer))
            {
                return false;
            }

            _set = answer.Set;
            return answer.HasSeries;
        }

        public override SampleCursor Samples(SampleCursor? reuse = null) => _set!.Samples(reuse);

        protected override void Dispose(bool disposing)
        {
            answer.Release();
            base.Dispose(disposing);
        }
    }
}

/// <summary>As <see cref="SecondaryQuerier"/>, for chunks.</summary>
internal sealed class SecondaryChunkQuerier(IChunkQuerier inner) : IChunkQuerier
{
    private readonly SecondaryGroup<ChunkSeriesSet> _group = new();
    private readonly SecondaryLabels _labels = new(inner);

    public IReadOnlyList<string> LabelWarnings => _labels.Warnings;

    public ChunkSeriesSet Select(bool sorted, SelectHints? hints, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default)
    {
        var copy = matchers.ToArray();
        return new Set(
            _group, _group.Ask(() => inner.Select(sorted, hints, copy, cancellation), static set => set.MoveNext(), cancellation));
    }

    public IReadOnlyList<byte[]> LabelValues(
        ReadOnlySpan<byte> name, int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
        _labels.Values(name, limit, matchers, cancellation);

    public IReadOnlyList<byte[]> LabelNames(int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
        _labels.Names(limit, matchers, cancellation);

    public void Dispose()
    {
        _group.Close();
        inner.Dispose();
    }

    private sealed class Set(SecondaryGroup<ChunkSeriesSet> group, SecondaryAnswer<ChunkSeriesSet> answer) : ChunkSeriesSet
    {
        private ChunkSeriesSet? _set;
        private bool _hasBegun;

        public override IReadOnlyList<string> Warnings => answer.Failure is { } failure ? [failure] : _set?.Warnings ?? [];

        public override LabelsView Labels => _set!.Labels;

        public override ChunkView Chunk => _set!.Chunk;

        public override bool MoveNext()
        {
            if (_hasBegun)
            {
                return _set is not null && _set.MoveNext();
            }

            _hasBegun = true;
            if (!group.Wait(answer))
            {
                return false;
            }

            _set = answer.Set;
            return answer.HasSeries;
        }

        public override bool MoveNextChunk() => _set!.MoveNextChunk();

        protected override void Dispose(bool disposing)
        {
            answer.Release();
            base.Dispose(disposing);
        }
    }
}
