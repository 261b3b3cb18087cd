using Pharos.Model;
using MatchType = Pharos.Model.MatchType;

namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>Finds the names and values of labels that occur among the series that fulfil matchers.</summary>
internal sealed class LabelSelection
{
    /// <summary>Reading a series' labels costs about as much as testing that many values for being among the series.</summary>
    private const int ValuesPerSeries = 1;

    /// <summary>
    /// Where there are more series than these, the lists of the names that they have not shown may be looked at instead of the others.
    /// </summary>
    private const int SeriesReadForNames = 2048;

    private const int StepsPerCancellationCheck = 1024;

    private readonly IndexReader _index;
    private readonly CancellationToken _cancellation;
    private int _steps;

    public LabelSelection(IndexReader index, CancellationToken cancellation)
    {
        _index = index;
        _cancellation = cancellation;
    }

    public List<byte[]> Names(int limit, ReadOnlySpan<Matcher> matchers)
    {
        var table = _index.PostingsTable;
        var names = new List<byte[]>();
        if (matchers.IsEmpty)
        {
            for (var i = 0; i < table.NameCount && !IsFull(names, limit); i++)
            {
                if (table.NameAt(i) is { IsEmpty: false } name)
                {
                    names.Add(name.ToArray());
                }
            }

            return names;
        }

        using var series = _index.Select(matchers, _cancellation);
        var seen = NamesOf(series.Ids[..Math.Min(series.Count, SeriesReadForNames)]);
        var areAllRead = series.Count <= SeriesReadForNames;
        if (!areAllRead && ValuesOfOthers(seen) > series.Count)
        {
            seen = NamesOf(series.Ids);
            areAllRead = true;
        }

        using var bitmap = IdBitmap.Of(areAllRead ? [] : series.Ids, _index.IdLimit);
        var probe = new IdProbe(series.Ids, bitmap);
        for (var i = 0; i < table.NameCount && !IsFull(names, limit); i++)
        {
            var name = table.NameAt(i);
            if (!name.IsEmpty && (IsAmong(seen, name) || (!areAllRead && HasOneOf(i, probe))))
            {
                names.Add(name.ToArray());
            }
        }

        return names;
    }

    public List<byte[]> Values(ReadOnlySpan<byte> name, int limit, ReadOnlySpan<Matcher> matchers)
    {
        var nameIndex = name.IsEmpty ? -1 : _index.PostingsTable.Find(name);
        if (nameIndex < 0)
        {
            return [];
        }

        var own = new List<Matcher>();
        var hasOthers = false;
        foreach (var matcher in matchers)
        {
            if (matcher.Name.SequenceEqual(name))
            {
                own.Add(matcher);
            }
            else
            {
                hasOthers = true;
            }
        }

        if (!hasOthers)
        {
            return ValuesAmong(nameIndex, limit, own, default);
        }

        using var series = _index.Select(matchers, _cancellation);
        if (series.Count == 0)
        {
            return [];
        }

        if (series.Count < _index.PostingsTable.ValueCountAt(nameIndex) / ValuesPerSeries)
        {
            return Cut(ValuesOf(series.Ids, name), limit);
        }

        using var bitmap = IdBitmap.Of(series.Ids, _index.IdLimit);
        return ValuesAmong(nameIndex, limit, own, new IdProbe(series.Ids, bitmap));
    }

    /// <summary>
    /// Goes over the values of the table, and takes those that matchers accept and that a series has; with no series given, all of them.
    /// </summary>
    private List<byte[]> ValuesAmong(int nameIndex, int limit, List<Matcher> matchers, IdProbe series)
    {
        var found = new List<byte[]>();
        var prefix = matchers.Where(static matcher => matcher.Type == MatchType.Regex).Select(static matcher => matcher.Prefix.ToArray())
            .MaxBy(static prefix => prefix.Length) ?? [];
        var values = _index.PostingsTable.Values(nameIndex);
        for (var more = values.Seek(prefix); more && values.Value.StartsWith(prefix) && !IsFull(found, limit); more = values.MoveNext())
        {
            CheckCancellation();
            if (Accepts(matchers, values.Value) && (series.IsEmpty || series.Meets(_index.Postings(values.PostingsOffset))))
            {
                found.Add(values.Value.ToArray());
            }
        }

        return found;
    }

    private List<byte[]> ValuesOf(ReadOnlySpan<uint> series, ReadOnlySpan<byte> name)
    {
        var found = new List<byte[]>();
        if (!_index.SymbolTable.TryFind(name, out var wanted))
        {
            return found;
        }

        var values = new HashSet<uint>();
        foreach (var id in series)
        {
            CheckCancellation();
            var fields = _index.Series(id);
            for (var count = fields.TakeCount(leastBytesEach: 2); count > 0; count--)
            {
                var label = fields.TakeReference();
                var value = fields.TakeReference();
                if (label == wanted)
                {
                    values.Add(value);
                    break;
                }
            }
        }

        // The order of symbols is that of their references.
        foreach (var value in values.Order())
        {
            found.Add(_index.SymbolTable.TextAt(value).ToArray());
        }

        return found;
    }

    private HashSet<uint> NamesOf(ReadOnlySpan<uint> series)
    {
        var names = new HashSet<uint>();
        foreach (var id in series)
        {
            CheckCancellation();
            var fields = _index.Series(id);
            for (var count = fields.TakeCount(leastBytesEach: 2); count > 0; count--)
            {
                names.Add(fields.TakeReference());
                fields.TakeReference();
            }
        }

        return names;
    }

    /// <summary>How many lists there are to be looked at for the names that were not seen.</summary>
    private long ValuesOfOthers(HashSet<uint> seen)
    {
        long values = 0;
        for (var i = 0; i < _index.PostingsTable.NameCount; i++)
        {
            values += IsAmong(seen, _index.PostingsTable.NameAt(i)) ? 0 : _index.PostingsTable.ValueCountAt(i);
        }

        return values;
    }

    private bool IsAmong(HashSet<uint> names, ReadOnlySpan<byte> name) =>
        _index.SymbolTable.TryFind(name, out var reference) && names.Contains(reference);

    /// <summary>Whether one of the series has the label.</summary>
    private bool HasOneOf(int nameIndex, IdProbe series)
    {
        var values = _index.PostingsTable.Values(nameIndex);
        while (values.MoveNext())
        {
            CheckCancellation();
            if (series.Meets(_index.Postings(values.PostingsOffset)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Accepts(List<Matcher> matchers, ReadOnlySpan<byte> value)
    {
        foreach (var matcher in matchers)
        {
            if (!matcher.Matches(value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsFull(List<byte[]> found, int limit) => limit > 0 && found.Count >= limit;

    private static List<byte[]> Cut(List<byte[]> found, int limit) => limit > 0 && found.Count > limit ? found.GetRange(0, limit) : found;

    private void CheckCancellation()
    {
        if (++_steps % StepsPerCancellationCheck == 0)
        {
            _cancellation.ThrowIfCancellationRequested();
        }
    }
}
