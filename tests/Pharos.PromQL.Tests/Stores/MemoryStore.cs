using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage;

namespace Pharos.PromQL.Tests.Stores;

/// <summary>A store that holds what a test gives it, series in the order in which they came.</summary>
internal sealed class MemoryStore : IQuerySource
{
    private readonly List<MemorySeries> _series = [];
    private readonly Dictionary<Labels, MemorySeries> _byLabels = [];

    public void Add(Labels labels, long timestampMs, double value, long startTimestampMs = 0) =>
        SeriesOf(labels).Add(new MemorySample(timestampMs, value, null, startTimestampMs));

    public void Add(Labels labels, long timestampMs, FloatHistogram histogram, long startTimestampMs = 0) =>
        SeriesOf(labels).Add(new MemorySample(timestampMs, 0, histogram, startTimestampMs));

    public IQuerier NewQuerier(long minTimeMs, long maxTimeMs) => new Querier(_series, minTimeMs, maxTimeMs);

    private MemorySeries SeriesOf(Labels labels)
    {
        if (!_byLabels.TryGetValue(labels, out var series))
        {
            series = new MemorySeries(labels);
            _byLabels.Add(labels, series);
            _series.Add(series);
        }

        return series;
    }

    private sealed class Querier(IReadOnlyList<MemorySeries> all, long minTimeMs, long maxTimeMs) : IQuerier
    {
        public SeriesSet Select(bool sorted, SelectHints? hints, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default)
        {
            var selected = new List<MemorySeries>();
            foreach (var series in all)
            {
                if (Selector.MatchesAll(series.Labels.View, matchers))
                {
                    selected.Add(series);
                }
            }

            if (sorted)
            {
                selected.Sort(static (left, right) => left.Labels.CompareTo(right.Labels));
            }

            return new Selected(selected, minTimeMs, maxTimeMs);
        }

        public IReadOnlyList<byte[]> LabelValues(
            ReadOnlySpan<byte> name, int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default)
        {
            var values = new SortedSet<byte[]>(Comparer<byte[]>.Create(static (left, right) => left.AsSpan().SequenceCompareTo(right)));
            foreach (var series in all)
            {
                if (series.Labels.View.TryGet(name, out var value) && Pharos.Model.Selector.MatchesAll(series.Labels.View, matchers))
                {
                    values.Add(value.ToArray());
                }
            }

            return [.. values];
        }

        public IReadOnlyList<byte[]> LabelNames(int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation = default) =>
            throw new NotSupportedException("Queries do not ask for label names.");

        public void Dispose()
        {
        }
    }

    private sealed class Selected(List<MemorySeries> series, long minTimeMs, long maxTimeMs) : SeriesSet
    {
        private int _at = -1;

        public override LabelsView Labels => series[_at].Labels.View;

        public override bool MoveNext() => ++_at < series.Count;

        public override SampleCursor Samples(SampleCursor? reuse = null)
        {
            var cursor = new MemoryCursor(series[_at], maxTimeMs);
            cursor.Seek(minTimeMs);
            return cursor;
        }
    }
}
