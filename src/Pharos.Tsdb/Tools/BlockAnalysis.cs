using System.Globalization;
using System.Text;
using Pharos.Model;
using Pharos.Tsdb.Blocks;

namespace Pharos.Tsdb.Tools;

/// <summary>
/// Which labels make up a block, and which come and go: what <c>promtool tsdb analyze</c> says. Needs memory for the label pairs of the series it looks at.
/// </summary>
/// <param name="meta">Of the block.</param>
/// <param name="block">Stays the caller's.</param>
/// <param name="selector">The matchers as they were written; null if all series are looked at.</param>
/// <param name="matchers">Which series to look at.</param>
public sealed class BlockAnalysis(BlockMeta meta, BlockLease block, string? selector, Matcher[] matchers)
{
    private readonly LabelSums _ofNames = new();
    private readonly LabelSums _ofPairs = new();
    private long _entries;

    /// <summary>Writes the report. Items of lists are in descending order, those with the same number by name.</summary>
    /// <param name="limit">The most items of each list.</param>
    public void Write(TextWriter output, int limit, CancellationToken cancellation = default)
    {
        var names = block.Index.LabelNames(0, matchers, cancellation);
        Line(output, $"Block ID: {meta.Ulid}");
        Line(output, $"Duration: {BlockDuration.Format(meta)}");
        Line(output, $"Total Series: {meta.Stats.Series}");
        if (selector is not null)
        {
            Line(output, $"Matcher: {selector}");
        }

        Line(output, $"Label names: {names.Count}");
        var series = ReadSeries(cancellation);
        if (selector is not null)
        {
            Line(output, $"Matched series: {series}");
        }

        Line(output, $"Postings (unique label pairs): {_ofPairs.Count}");
        Line(output, $"Postings entries (total label pairs): {_entries}");
        var range = (double)unchecked((ulong)(meta.MaxTimeMs - meta.MinTimeMs));
        List(output, "Label pairs most involved in churning", _ofPairs.Select(one => (one.Key, (ulong)(one.Missing / range))), limit);
        List(output, "Label names most involved in churning", _ofNames.Select(one => (one.Key, (ulong)(one.Missing / range))), limit);
        List(output, "Most common label pairs", _ofPairs.Select(static one => (one.Key, one.Series)), limit);
        var values = names.Select(name => (Name: name, Values: block.Index.LabelValues(name, 0, matchers, cancellation)))
            .Select(static one => (one.Name, Count: (ulong)one.Values.Count, Length: (ulong)one.Values.Sum(static value => (long)value.Length))).ToList();
        List(output, "Label names with highest cumulative label value length", values.Select(static one => (one.Name, one.Length)), limit);
        List(output, "Highest cardinality labels", values.Select(static one => (one.Name, one.Count)), limit);
        List(output, "Highest cardinality metric names", MetricNames(), limit);
    }

    private int ReadSeries(CancellationToken cancellation)
    {
        using var series = block.Index.Select(matchers, cancellation);
        var entry = new SeriesEntry();
        foreach (var id in series.Ids)
        {
            cancellation.ThrowIfCancellationRequested();
            block.Index.ReadSeries(id, entry);
            var chunks = entry.Chunks;
            var covered = chunks.IsEmpty ? 0 : chunks[^1].MaxTimeMs - chunks[0].MinTimeMs;
            var missing = unchecked((ulong)(meta.MaxTimeMs - meta.MinTimeMs) - (ulong)covered);
            foreach (var label in entry.Labels)
            {
                _ofNames.Add(label.Name, default, missing);
                _ofPairs.Add(label.Name, label.Value, missing);
                _entries++;
            }
        }

        return series.Count;
    }

    private IEnumerable<(byte[], ulong)> MetricNames()
    {
        var prefix = LabelSums.KeyOf(LabelNames.MetricName, []);
        return _ofPairs.Where(one => one.Key.AsSpan().StartsWith(prefix)).Select(one => (one.Key[prefix.Length..], one.Series));
    }

    private static void Line(TextWriter output, FormattableString text) => output.Write(text.ToString(CultureInfo.InvariantCulture) + "\n");

    private static void List(TextWriter output, string title, IEnumerable<(byte[] Key, ulong Number)> items, int limit)
    {
        Line(output, $"\n{title}:");
        var top = items.OrderByDescending(static item => item.Number).ThenBy(static item => item.Key, ByteOrder.Instance);
        foreach (var (key, number) in top.Take(limit))
        {
            Line(output, $"{number} {Encoding.UTF8.GetString(key)}");
        }
    }

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static ByteOrder Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
