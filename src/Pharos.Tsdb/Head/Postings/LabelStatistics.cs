using System.Text;
using Pharos.Tsdb.Head.Series;

namespace Pharos.Tsdb.Head.Postings;

/// <summary>Counts what labels have, and keeps the largest counts of each kind.</summary>
internal sealed class LabelStatistics
{
    private readonly SymbolTable _symbols;
    private readonly Largest<uint> _metrics;
    private readonly Largest<uint> _values;
    private readonly Largest<uint> _bytes;
    private readonly Largest<(uint Name, uint Value)> _pairs;

    private LabelStatistics(SymbolTable symbols, int limit)
    {
        _symbols = symbols;
        (_metrics, _values, _bytes, _pairs) = (new(limit), new(limit), new(limit), new(limit));
    }

    /// <summary>Looks at every pair of the head, while no series can be added.</summary>
    /// <param name="limit">How many entries the lists have at most.</param>
    public static HeadStatistics Of(HeadStore head, int limit)
    {
        var counts = head.OpenChunks.Counts;
        var statistics = new LabelStatistics(head.Series.Symbols, limit);
        head.Series.Postings.EnterRead();
        try
        {
            var pairs = statistics.Count(head.Series.Postings);

            // The texts are looked up under the lock, too: symbols go with their last series.
            return new HeadStatistics
            {
                Series = head.Series.Count,
                LabelPairs = pairs,
                Chunks = counts.Current,
                MinTimeMs = head.Times.MinMs,
                MaxTimeMs = head.Times.MaxMs,
                SeriesOfMetrics = statistics._metrics.Take(statistics.Text),
                ValuesOfLabels = statistics._values.Take(statistics.Text),
                BytesOfLabels = statistics._bytes.Take(statistics.Text),
                SeriesOfPairs = statistics._pairs.Take(pair => $"{statistics.Text(pair.Name)}={statistics.Text(pair.Value)}"),
            };
        }
        finally
        {
            head.Series.Postings.ExitRead();
        }
    }

    private int Count(PostingsIndex postings)
    {
        var pairs = 0;
        var hasMetrics = _symbols.TryFind("__name__"u8, out var metricName);
        foreach (var (name, label) in postings.Names)
        {
            pairs += label.Values.Count;
            _values.Add(name, label.Values.Count);
            var bytes = 0L;
            var nameBytes = EncodedBytes(_symbols[name].Length);
            foreach (var number in label.Values)
            {
                ref readonly var pair = ref postings.Pair(number);
                bytes += (nameBytes + EncodedBytes(_symbols[pair.Value].Length)) * pair.Slots.Count;
                _pairs.Add((name, pair.Value), pair.Slots.Count);
                if (hasMetrics && name == metricName)
                {
                    _metrics.Add(pair.Value, pair.Slots.Count);
                }
            }

            _bytes.Add(name, bytes);
        }

        return pairs;
    }

    /// <summary>A text with its length before it, as the reference keeps it.</summary>
    private static long EncodedBytes(int length) => length + (length < 255 ? 1 : 4);

    private string Text(uint symbol) => Encoding.UTF8.GetString(_symbols[symbol]);

    private sealed class Largest<T>(int limit)
    {
        private readonly PriorityQueue<T, long> _smallestFirst = new();

        public void Add(T item, long count)
        {
            if (_smallestFirst.Count < limit)
            {
                _smallestFirst.Enqueue(item, count);
            }
            else
            {
                _smallestFirst.EnqueueDequeue(item, count);
            }
        }

        public NamedCount[] Take(Func<T, string> name)
        {
            var taken = _smallestFirst.UnorderedItems.Select(item => new NamedCount(name(item.Element), item.Priority)).ToArray();
            Array.Sort(taken, static (left, right) => right.Count != left.Count ? right.Count.CompareTo(left.Count) : string.CompareOrdinal(left.Name, right.Name));
            return taken;
        }
    }
}
