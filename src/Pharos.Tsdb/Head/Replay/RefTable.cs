namespace Pharos.Tsdb.Head.Replay;

/// <summary>
/// Numbers under 64-bit references: four bytes and a little more for each where references follow each other, as those of the series of a target do.
/// References in logs written by others may be anything, and cost a page of 64 each at worst. Not safe for concurrent use.
/// </summary>
internal sealed class RefTable
{
    private const uint Empty = uint.MaxValue;
    private const int PageShift = 6;
    private const int PageRefs = 1 << PageShift;

    /// <summary>Arrays that the collector still moves and frees as small ones.</summary>
    private const int PagesPerBlock = 256;
    private const int BlockRefs = PagesPerBlock * PageRefs;

    private readonly List<uint[]> _blocks = [];

    /// <summary>The upper part of the references of each page, and the page's number; <see cref="Empty"/> where there is none.</summary>
    private ulong[] _keys = new ulong[64];
    private uint[] _pages = NewArray(64);
    private int _pageCount;

    /// <summary>Where the last reference was found; the next one is in the same page mostly.</summary>
    private ulong _lastKey = ulong.MaxValue;
    private uint _lastPage;

    public int Count { get; private set; }

    public bool TryGet(ulong reference, out uint number)
    {
        var key = reference >> PageShift;
        if (key != _lastKey)
        {
            var page = _pages[Find(key)];
            if (page == Empty)
            {
                number = Empty;
                return false;
            }

            (_lastKey, _lastPage) = (key, page);
        }

        number = Number(_lastPage, reference);
        return number != Empty;
    }

    public void Set(ulong reference, uint number)
    {
        ref var place = ref Number(PageOf(reference >> PageShift), reference);
        Count += place == Empty ? 1 : 0;
        place = number;
    }

    public void Remove(ulong reference)
    {
        if (TryGet(reference, out _))
        {
            Number(_lastPage, reference) = Empty;
            Count--;
        }
    }

    private static uint[] NewArray(int length)
    {
        var values = new uint[length];
        values.AsSpan().Fill(Empty);
        return values;
    }

    private ref uint Number(uint page, ulong reference) =>
        ref _blocks[(int)(page / PagesPerBlock)][(page % PagesPerBlock * PageRefs) + (reference & (PageRefs - 1))];

    private uint PageOf(ulong key)
    {
        var index = Find(key);
        if (_pages[index] != Empty)
        {
            return _pages[index];
        }

        if (_pageCount * 10L >= _keys.Length * 7L)
        {
            Grow();
            index = Find(key);
        }

        if (_pageCount == _blocks.Count * PagesPerBlock)
        {
            _blocks.Add(NewArray(BlockRefs));
        }

        _keys[index] = key;
        return _pages[index] = (uint)_pageCount++;
    }

    private int Find(ulong key)
    {
        var mask = _keys.Length - 1;

        // References count up, so they are spread well as they are.
        for (var i = (int)key & mask; ; i = (i + 1) & mask)
        {
            if (_pages[i] == Empty || _keys[i] == key)
            {
                return i;
            }
        }
    }

    private void Grow()
    {
        var keys = _keys;
        var pages = _pages;
        _keys = new ulong[keys.Length * 2];
        _pages = NewArray(_keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            if (pages[i] != Empty)
            {
                var index = Find(keys[i]);
                _keys[index] = keys[i];
                _pages[index] = pages[i];
            }
        }
    }
}
