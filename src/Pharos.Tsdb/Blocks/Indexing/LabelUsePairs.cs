namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>
/// For some names the pairs of value and series, by their numbers; from them the lists are made. Series are added in the order of their
/// ids. Not safe for concurrent use.
/// </summary>
internal sealed class LabelUsePairs : IDisposable
{
    private readonly Dictionary<uint, int> _indexOfName = [];
    private readonly int[] _starts;
    private readonly int[] _ends;
    private readonly bool[] _isSorted;
    private readonly ScratchArray _values;
    private readonly ScratchArray _ids;
    private readonly List<(uint Name, int Index)> _namesByPlace = [];

    public LabelUsePairs(ReadOnlySpan<(uint Name, uint Uses)> names)
    {
        _starts = new int[names.Length];
        _ends = new int[names.Length];
        _isSorted = new bool[names.Length];
        var total = 0;
        for (var i = 0; i < names.Length; i++)
        {
            _indexOfName.Add(names[i].Name, i);
            _starts[i] = _ends[i] = total;
            _isSorted[i] = true;
            total = checked(total + (int)names[i].Uses);
        }

        _values = new ScratchArray(total);
        _ids = new ScratchArray(total);
    }

    /// <summary>Takes those labels of a series that have one of the names, and a value within the range.</summary>
    public void AddLabels(SeriesScan series, uint first = 0, uint last = uint.MaxValue)
    {
        var fields = series.Fields;
        var values = _values.Span;
        var count = (int)fields.TakeVarInt();
        for (var place = 0; place < count; place++)
        {
            var index = IndexOf(place, fields.TakeReference());
            var value = fields.TakeReference();
            if (index < 0 || value < first || value > last)
            {
                continue;
            }

            var at = _ends[index]++;
            _isSorted[index] &= at == _starts[index] || values[at - 1] <= value;
            values[at] = value;
            _ids.Span[at] = series.Id;
        }
    }

    /// <summary>Writes a list for each value of a name, in their order, and returns how many.</summary>
    public uint WriteLists(int index, PostingsListWriter lists)
    {
        var values = _values.Span[_starts[index].._ends[index]];
        var ids = _ids.Span[_starts[index].._ends[index]];
        if (!_isSorted[index])
        {
            StablePairSort.Sort(values, ids);
        }

        uint count = 0;
        for (var start = 0; start < values.Length; count++)
        {
            var end = start + 1;
            while (end < values.Length && values[end] == values[start])
            {
                end++;
            }

            lists.Begin((uint)(end - start));
            foreach (var id in ids[start..end])
            {
                lists.Add(id);
            }

            lists.End();
            start = end;
        }

        return count;
    }

    public void Dispose()
    {
        _values.Dispose();
        _ids.Dispose();
    }

    private int IndexOf(int place, uint name)
    {
        // Fast path: neighbours have the same names in the same places.
        if (place < _namesByPlace.Count && _namesByPlace[place].Name == name)
        {
            return _namesByPlace[place].Index;
        }

        var index = _indexOfName.GetValueOrDefault(name, -1);
        if (place < _namesByPlace.Count)
        {
            _namesByPlace[place] = (name, index);
        }
        else
        {
            _namesByPlace.Add((name, index));
        }

        return index;
    }
}
