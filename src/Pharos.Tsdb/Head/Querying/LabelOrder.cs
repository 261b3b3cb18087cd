using Pharos.Tsdb.Head.Series;

namespace Pharos.Tsdb.Head.Querying;

/// <summary>Sorts slots by the labels of their series, as blocks and answers have them.</summary>
internal sealed unsafe class LabelOrder(HeadSeries series)
{
    /// <summary>Ties do not occur: no two series of the head have the same labels, but a dead one and its successor.</summary>
    public void Sort(Span<uint> slots, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        slots.Sort(Compare);
    }

    public int Compare(uint left, uint right)
    {
        var a = new SeriesLabels.Reader(series.Table.Entry(left).Labels);
        var b = new SeriesLabels.Reader(series.Table.Entry(right).Labels);
        while (true)
        {
            var hasLeft = a.MoveNext();
            var hasRight = b.MoveNext();
            if (!hasLeft || !hasRight)
            {
                return hasLeft.CompareTo(hasRight);
            }

            // Equal texts have equal symbols, so only the first difference is compared byte by byte.
            if (a.Name != b.Name)
            {
                return series.Symbols[a.Name].SequenceCompareTo(series.Symbols[b.Name]);
            }

            if (a.Value != b.Value)
            {
                return series.Symbols[a.Value].SequenceCompareTo(series.Symbols[b.Value]);
            }
        }
    }
}
