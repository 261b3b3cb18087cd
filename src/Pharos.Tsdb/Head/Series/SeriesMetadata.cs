using System.Runtime.InteropServices;
using Pharos.Model;

namespace Pharos.Tsdb.Head.Series;

/// <summary>
/// What expositions say of series, by slot. What many series have in common, as those of one metric do, is kept once. Safe for concurrent use.
/// </summary>
/// <remarks>Costs four bytes for each slot of a page that has some, and nothing for other pages.</remarks>
internal sealed class SeriesMetadata
{
    private readonly Lock _lock = new();
    private readonly Dictionary<MetricMetadata, uint> _numbers = [];
    private readonly Stack<uint> _free = [];

    /// <summary>By number; number 0 is nobody's.</summary>
    private readonly List<Shared> _shared = [default];

    /// <summary>The numbers of the slots, 0 for none.</summary>
    private readonly List<uint[]?> _pages = [];

    /// <summary>How many different ones there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _numbers.Count;
            }
        }
    }

    /// <summary>Null if nothing is known of the series.</summary>
    public MetricMetadata? Of(uint slot)
    {
        lock (_lock)
        {
            return _shared[(int)NumberOf(slot)].Metadata;
        }
    }

    public void Set(uint slot, MetricMetadata metadata)
    {
        lock (_lock)
        {
            var number = Acquire(metadata);
            Release(NumberOf(slot));
            PageFor(slot)[slot & (SeriesTable.PageSlots - 1)] = number;
        }
    }

    public void Remove(uint slot)
    {
        lock (_lock)
        {
            var number = NumberOf(slot);
            if (number != 0)
            {
                Release(number);
                PageFor(slot)[slot & (SeriesTable.PageSlots - 1)] = 0;
            }
        }
    }

    private uint NumberOf(uint slot)
    {
        var page = (int)(slot >> SeriesTable.PageShift);
        return page < _pages.Count && _pages[page] is { } numbers ? numbers[slot & (SeriesTable.PageSlots - 1)] : 0;
    }

    private uint[] PageFor(uint slot)
    {
        var page = (int)(slot >> SeriesTable.PageShift);
        while (_pages.Count <= page)
        {
            _pages.Add(null);
        }

        return _pages[page] ??= new uint[SeriesTable.PageSlots];
    }

    private uint Acquire(MetricMetadata metadata)
    {
        if (_numbers.TryGetValue(metadata, out var number))
        {
            CollectionsMarshal.AsSpan(_shared)[(int)number].Users++;
            return number;
        }

        if (!_free.TryPop(out number))
        {
            number = (uint)_shared.Count;
            _shared.Add(default);
        }

        _shared[(int)number] = new Shared { Metadata = metadata, Users = 1 };
        _numbers.Add(metadata, number);
        return number;
    }

    private void Release(uint number)
    {
        if (number == 0)
        {
            return;
        }

        ref var shared = ref CollectionsMarshal.AsSpan(_shared)[(int)number];
        if (--shared.Users == 0)
        {
            _numbers.Remove(shared.Metadata!);
            shared.Metadata = null;
            _free.Push(number);
        }
    }

    private struct Shared
    {
        public MetricMetadata? Metadata;
        public int Users;
    }
}
