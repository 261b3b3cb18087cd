namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>Tests a condition on series' own labels. Each value is looked at once.</summary>
internal sealed class LabelTest
{
    private readonly IndexReader _index;
    private readonly ValueCondition _condition;
    private readonly Dictionary<uint, bool> _known = [];
    private readonly uint _name;
    private readonly bool _hasName;

    public LabelTest(IndexReader index, ValueCondition condition)
    {
        _index = index;
        _condition = condition;
        _hasName = index.SymbolTable.TryFind(condition.Name, out _name);
    }

    public bool IsFulfilledBy(uint series)
    {
        var fields = _index.Series(series);
        var isPicked = false;
        for (var count = _hasName ? fields.TakeCount(leastBytesEach: 2) : 0; count > 0; count--)
        {
            var name = fields.TakeReference();
            var value = fields.TakeReference();
            if (name == _name)
            {
                isPicked = Picks(value);
                break;
            }
        }

        return isPicked == _condition.IsRequired;
    }

    private bool Picks(uint value)
    {
        if (_condition.PicksAll)
        {
            return true;
        }

        if (!_known.TryGetValue(value, out var isPicked))
        {
            isPicked = _condition.Picks(_index.SymbolTable.TextAt(value));
            _known.Add(value, isPicked);
        }

        return isPicked;
    }
}
