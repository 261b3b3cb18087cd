namespace Pharos.Tsdb.Head.Replay;

/// <summary>
/// Numbers under 64-bit references, 12 bytes and some room for each. References in logs written by others may be anything. Not safe for
/// concurrent use.
/// </summary>
internal sealed class RefTable
{
    private const uint Empty = uint.MaxValue;

    private ulong[] _keys = new ulong[1024];
    private uint[] _values = NewValues(1024);

    public int Count { get; private set; }

    public bool TryGet(ulong reference, out uint number)
    {
        number = _values[Find(reference)];
        return number != Empty;
    }

    public void Set(ulong reference, uint number)
    {
        if (Count * 10L >= _keys.Length * 7L)
        {
            Grow();
        }

        var index = Find(reference);
        if (_values[index] == Empty)
        {
            _keys[index] = reference;
            Count++;
        }

        _values[index] = number;
    }

    private static uint[] NewValues(int length)
    {
        var values = new uint[length];
        values.AsSpan().Fill(Empty);
        return values;
    }

    private int Find(ulong reference)
    {
        var mask = _keys.Length - 1;

        // References count up, so they are spread well as they are; neighbours in a record are neighbours here.
        for (var i = (int)reference & mask; ; i = (i + 1) & mask)
        {
            if (_values[i] == Empty || _keys[i] == reference)
            {
                return i;
            }
        }
    }

    private void Grow()
    {
        var keys = _keys;
        var values = _values;
        _keys = new ulong[keys.Length * 2];
        _values = NewValues(_keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            if (values[i] != Empty)
            {
                var index = Find(keys[i]);
                _keys[index] = keys[i];
                _values[index] = values[i];
            }
        }
    }
}
