using Pharos.Model;
using Pharos.Tsdb.Head.Postings;
using Pharos.Tsdb.Head.Series;

namespace Pharos.Tsdb.Head.Querying;

/// <summary>Names and values of the head's labels, sorted by their bytes.</summary>
internal sealed unsafe class LabelCatalog(HeadSeries series, HeadPostings finder)
{
    public IReadOnlyList<byte[]> Names(int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation)
    {
        if (matchers.IsEmpty)
        {
            series.Postings.EnterRead();
            try
            {
                return Texts(series.Postings.Names.Keys, limit);
            }
            finally
            {
                series.Postings.ExitRead();
            }
        }

        var names = new HashSet<uint>();
        foreach (var slot in finder.Select(matchers, cancellation))
        {
            var reader = new SeriesLabels.Reader(series.Table.Entry(slot).Labels);
            while (reader.MoveNext())
            {
                names.Add(reader.Name);
            }
        }

        return Texts(names, limit);
    }

    public IReadOnlyList<byte[]> Values(ReadOnlySpan<byte> name, int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation)
    {
        var values = new HashSet<uint>();
        if (matchers.IsEmpty)
        {
            series.Postings.EnterRead();
            try
            {
                foreach (var pair in series.Postings.FindName(name)?.Values ?? [])
                {
                    values.Add(series.Postings.Pair(pair).Value);
                }

                return Texts(values, limit);
            }
            finally
            {
                series.Postings.ExitRead();
            }
        }

        if (!series.Symbols.TryFind(name, out var symbol))
        {
            return [];
        }

        foreach (var slot in finder.Select(matchers, cancellation))
        {
            if (SeriesLabels.TryGetValue(series.Table.Entry(slot).Labels, symbol, out var value))
            {
                values.Add(value);
            }
        }

        return Texts(values, limit);
    }

    private List<byte[]> Texts(IEnumerable<uint> symbols, int limit)
    {
        var texts = new List<byte[]>();
        foreach (var symbol in symbols)
        {
            texts.Add(series.Symbols[symbol].ToArray());
        }

        texts.Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
        if (limit > 0 && texts.Count > limit)
        {
            texts.RemoveRange(limit, texts.Count - limit);
        }

        return texts;
    }
}
