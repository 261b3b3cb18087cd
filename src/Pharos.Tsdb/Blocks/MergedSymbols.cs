namespace Pharos.Tsdb.Blocks;

/// <summary>The symbols of several cursors as one, each once: what the index of a compacted block needs. Takes the cursors over.</summary>
public sealed class MergedSymbols : SymbolCursor
{
    private readonly SymbolCursor[] _sources;

    /// <summary>Which have a current symbol that was not passed yet.</summary>
    private readonly bool[] _hasCurrent;

    private bool _hasBegun;
    private int _least;

    public MergedSymbols(params IEnumerable<SymbolCursor> sources)
    {
        _sources = [.. sources];
        _hasCurrent = new bool[_sources.Length];
    }

    public override ReadOnlySpan<byte> Current => _sources[_least].Current;

    public override bool MoveNext()
    {
        // Blocks that are merged are few, so all are looked at for each symbol.
        if (!_hasBegun)
        {
            for (var i = 0; i < _sources.Length; i++)
            {
                _hasCurrent[i] = _sources[i].MoveNext();
            }

            _hasBegun = true;
        }
        else
        {
            PassCurrent();
        }

        _least = -1;
        for (var i = 0; i < _sources.Length; i++)
        {
            if (_hasCurrent[i] && (_least < 0 || _sources[i].Current.SequenceCompareTo(Current) < 0))
            {
                _least = i;
            }
        }

        return _least >= 0;
    }

    private void PassCurrent()
    {
        if (_least < 0)
        {
            return;
        }

        // The one that Current shows moves last, since the others are compared with it.
        for (var i = 0; i < _sources.Length; i++)
        {
            if (i != _least && _hasCurrent[i] && _sources[i].Current.SequenceEqual(Current))
            {
                _hasCurrent[i] = _sources[i].MoveNext();
            }
        }

        _hasCurrent[_least] = _sources[_least].MoveNext();
    }
}
