namespace Pharos.Tsdb.Head.Exemplars;

internal sealed unsafe partial class ExemplarRing
{
    /// <summary>Empties the next place, or makes it.</summary>
    private int TakePlace()
    {
        if (_next == _entries.Length)
        {
            if (_entries.Length < _capacity)
            {
                Array.Resize(ref _entries, (int)Math.Min(Math.Max(_entries.Length * 2L, FirstPlaces), _capacity));
            }
            else
            {
                _next = 0;
            }
        }

        if (_entries[_next].Owner != 0)
        {
            Remove(_next);
        }

        return _next++;
    }

    /// <summary>Whether a series has one of that time among those before its newest.</summary>
    private bool IsTimeTaken(in ExemplarOwner owner, long timestampMs)
    {
        if (timestampMs >= _entries[owner.Newest].TimestampMs)
        {
            return false;
        }

        var older = LastUpTo(owner, timestampMs);
        return older != ExemplarEntry.None && _entries[older].TimestampMs == timestampMs;
    }

    /// <summary>The newest of a series that is not newer than the time. What is late is mostly a little late, so it begins at the newest.</summary>
    private int LastUpTo(in ExemplarOwner owner, long timestampMs)
    {
        var place = owner.Newest;
        while (place != ExemplarEntry.None && _entries[place].TimestampMs > timestampMs)
        {
            place = _entries[place].Older;
        }

        return place;
    }

    private void Insert(int place, uint number, in ExemplarView exemplar)
    {
        ref var owner = ref _owners[number];
        var older = LastUpTo(owner, exemplar.TimestampMs);
        var newer = older == ExemplarEntry.None ? owner.Oldest : _entries[older].Newer;
        var labels = exemplar.Labels.Encoded;
        _entries[place] = new ExemplarEntry
        {
            TimestampMs = exemplar.TimestampMs,
            Value = exemplar.Value,
            Labels = labels.IsEmpty ? null : _memory.Allocate(labels.Length),
            LabelBytes = labels.Length,
            Owner = number,
            HasOwnTime = exemplar.HasOwnTime,
        };
        labels.CopyTo(new Span<byte>(_entries[place].Labels, labels.Length));
        Link(ref owner, older, place);
        Link(ref owner, place, newer);
        _count++;
    }

    /// <summary>Empties a place, and forgets its series if that has no other.</summary>
    private void Remove(int place)
    {
        ref var entry = ref _entries[place];
        ref var owner = ref _owners[entry.Owner];
        if (entry.Older == ExemplarEntry.None && entry.Newer == ExemplarEntry.None)
        {
            _owners.Remove(entry.Owner);
        }
        else
        {
            Link(ref owner, entry.Older, entry.Newer);
        }

        if (entry.Labels is not null)
        {
            _memory.Free(entry.Labels, entry.LabelBytes);
        }

        entry = default;
        _count--;
    }

    /// <summary>Makes two places neighbours; <see cref="ExemplarEntry.None"/> is the end of the list.</summary>
    private void Link(ref ExemplarOwner owner, int older, int newer)
    {
        if (older == ExemplarEntry.None)
        {
            owner.Oldest = newer;
        }
        else
        {
            _entries[older].Newer = newer;
        }

        if (newer == ExemplarEntry.None)
        {
            owner.Newest = older;
        }
        else
        {
            _entries[newer].Older = older;
        }
    }
}
