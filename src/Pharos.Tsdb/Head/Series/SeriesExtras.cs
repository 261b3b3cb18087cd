namespace Pharos.Tsdb.Head.Series;

/// <summary>The <see cref="SeriesExtra"/> of those series that have one, by the number in their state. Safe for concurrent use.</summary>
internal sealed class SeriesExtras
{
    private readonly Lock _lock = new();
    private readonly Stack<uint> _free = [];

    /// <summary>Number 0 is nobody's.</summary>
    private volatile SeriesExtra?[] _extras = new SeriesExtra?[16];
    private uint _next = 1;

    /// <summary>What the series has, null if nothing. The caller holds the lock of its page.</summary>
    public SeriesExtra? Of(in SeriesState state) => state.Extra == 0 ? null : _extras[state.Extra];

    /// <summary>What the series has, made if there is nothing. The caller holds the lock of its page.</summary>
    public SeriesExtra GetOrAdd(ref SeriesState state)
    {
        if (state.Extra == 0)
        {
            state.Extra = Add(new SeriesExtra());
        }

        return _extras[state.Extra]!;
    }

    /// <summary>Forgets what the series has. The caller holds the lock of its page.</summary>
    public void Remove(ref SeriesState state)
    {
        if (state.Extra == 0)
        {
            return;
        }

        lock (_lock)
        {
            _extras[state.Extra] = null;
            _free.Push(state.Extra);
        }

        state.Extra = 0;
    }

    private uint Add(SeriesExtra extra)
    {
        lock (_lock)
        {
            if (!_free.TryPop(out var number))
            {
                number = _next++;
                if (number == _extras.Length)
                {
                    var grown = new SeriesExtra?[_extras.Length * 2];
                    _extras.CopyTo(grown, 0);
                    _extras = grown;
                }
            }

            _extras[number] = extra;
            return number;
        }
    }
}
