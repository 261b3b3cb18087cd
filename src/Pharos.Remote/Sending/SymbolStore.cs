using Pharos.Foundation.Bytes;

namespace Pharos.Remote.Sending;

/// <summary>
/// Texts with numbers, each text once; 0 is the empty one. One thread adds; any thread reads the texts of numbers that it was told.
/// </summary>
internal sealed class SymbolStore
{
    private readonly ByteSlabs _texts = new();
    private long[] _places = new long[64];
    private int[] _table = new int[128];

    public SymbolStore()
    {
        _places[0] = _texts.Add(default);
        Count = 1;
    }

    public int Count { get; private set; }

    public long Length => _texts.Length;

    public int Add(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        var hash = (int)XxHash64.Hash(text);
        var mask = _table.Length - 1;
        var slot = hash & mask;
        for (; _table[slot] != 0; slot = (slot + 1) & mask)
        {
            if (_texts.At(_places[_table[slot]]).SequenceEqual(text))
            {
                return _table[slot];
            }
        }

        if (Count == _places.Length)
        {
            // Readers may hold the array that was there; what it says of numbers they know stays true.
            var places = _places;
            Array.Resize(ref places, Count * 2);
            Volatile.Write(ref _places, places);
        }

        _places[Count] = _texts.Add(text);
        _table[slot] = Count++;
        if (Count * 2 > _table.Length)
        {
            Rehash();
        }

        return Count - 1;
    }

    public ReadOnlySpan<byte> Text(int symbol) => _texts.At(Volatile.Read(ref _places)[symbol]);

    private void Rehash()
    {
        _table = new int[_table.Length * 2];
        var mask = _table.Length - 1;
        for (var symbol = 1; symbol < Count; symbol++)
        {
            var slot = (int)XxHash64.Hash(Text(symbol)) & mask;
            while (_table[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _table[slot] = symbol;
        }
    }
}
