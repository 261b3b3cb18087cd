namespace Pharos.Remote.Sending;

/// <summary>
/// Which symbols of the store a request has, and under which numbers. Cleared for each request, which costs nothing. Not safe for concurrent use.
/// </summary>
internal sealed class SymbolNumbers
{
    private Entry[] _entries = new Entry[256];
    private int _count;

    /// <summary>Entries of another request are as good as none.</summary>
    private uint _request = 1;

    public void Clear()
    {
        _count = 0;
        if (++_request == 0)
        {
            Array.Clear(_entries);
            _request = 1;
        }
    }

    /// <summary>The number of a symbol, 0 if it has none yet: then the caller sets it. Valid until the next call.</summary>
    public ref uint Of(int symbol)
    {
        var mask = _entries.Length - 1;
        for (var slot = Slot(symbol) & mask; ; slot = (slot + 1) & mask)
        {
            ref var entry = ref _entries[slot];
            if (entry.Request != _request)
            {
                if (2 * (_count + 1) > _entries.Length)
                {
                    Grow();
                    return ref Of(symbol);
                }

                _count++;
                entry = new Entry { Request = _request, Symbol = symbol };
                return ref entry.Number;
            }

            if (entry.Symbol == symbol)
            {
                return ref entry.Number;
            }
        }
    }

    private static int Slot(int symbol) => (int)((uint)symbol * 0x9E37_79B1 >> 8);

    private void Grow()
    {
        var old = _entries;
        _entries = new Entry[old.Length * 2];
        _count = 0;
        foreach (var entry in old)
        {
            if (entry.Request == _request)
            {
                Of(entry.Symbol) = entry.Number;
            }
        }
    }

    private struct Entry
    {
        public uint Request;
        public int Symbol;
        public uint Number;
    }
}
