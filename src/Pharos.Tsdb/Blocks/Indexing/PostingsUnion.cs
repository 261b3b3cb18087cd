namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>The series of several values of a label: lists in the file, by their offsets.</summary>
internal sealed class PostingsUnion
{
    /// <summary>A list that much longer is searched for the candidates, instead of the other way round.</summary>
    private const int SearchedRatio = 16;

    private readonly IndexReader _index;
    private readonly CancellationToken _cancellation;
    private readonly List<long> _offsets = [];

    public PostingsUnion(IndexReader index, CancellationToken cancellation)
    {
        _index = index;
        _cancellation = cancellation;
    }

    /// <summary>How many series the lists have together.</summary>
    public long Total { get; private set; }

    public void Add(long offset)
    {
        _offsets.Add(offset);
        Total += _index.PostingsCount(offset);
    }

    public SeriesIds ToIds()
    {
        if (_offsets.Count == 0)
        {
            return SeriesIds.None;
        }

        if (_offsets.Count == 1)
        {
            var only = _index.Postings(_offsets[0]);
            var ids = SeriesIds.Rent(only.Count);
            only.CopyTo(ids.Mutable);
            return ids;
        }

        // Sorting costs some comparisons for each id, the bitmap the looking at each word.
        if (Total * 32 < IdBitmap.Words(_index.IdLimit))
        {
            return Sorted();
        }

        using var bitmap = new IdBitmap(_index.IdLimit);
        foreach (var offset in _offsets)
        {
            _cancellation.ThrowIfCancellationRequested();
            bitmap.Add(_index.Postings(offset));
        }

        return bitmap.ToIds();
    }

    /// <summary>Keeps of the candidates those that are in one of the lists; or, the other way round, those that are in none.</summary>
    public void Filter(SeriesIds candidates, bool keep)
    {
        if (_offsets.Count == 1)
        {
            FilterByOne(candidates, _index.Postings(_offsets[0]), keep);
            return;
        }

        if (Total * 32 < IdBitmap.Words(_index.IdLimit) && Total < int.MaxValue)
        {
            using var sorted = Sorted();
            FilterBySorted(candidates, sorted.Ids, keep);
            return;
        }

        FilterByBitmap(candidates, keep);
    }

    private static void FilterByOne(SeriesIds candidates, BigEndianIds list, bool keep)
    {
        var ids = candidates.Mutable;
        var kept = 0;
        var at = 0;
        foreach (var id in ids)
        {
            at = list.Seek(at, id);
            if ((at < list.Count && list[at] == id) == keep)
            {
                ids[kept++] = id;
            }
        }

        candidates.Truncate(kept);
    }

    private static void FilterBySorted(SeriesIds candidates, ReadOnlySpan<uint> sorted, bool keep)
    {
        var ids = candidates.Mutable;
        var kept = 0;
        var at = 0;
        foreach (var id in ids)
        {
            while (at < sorted.Length && sorted[at] < id)
            {
                at++;
            }

            if ((at < sorted.Length && sorted[at] == id) == keep)
            {
                ids[kept++] = id;
            }
        }

        candidates.Truncate(kept);
    }

    private void FilterByBitmap(SeriesIds candidates, bool keep)
    {
        var ids = candidates.Mutable;
        using var found = new IdBitmap(_index.IdLimit);
        foreach (var offset in _offsets)
        {
            _cancellation.ThrowIfCancellationRequested();
            var list = _index.Postings(offset);
            if (list.Count / SearchedRatio <= ids.Length)
            {
                found.Add(list);
                continue;
            }

            var at = 0;
            foreach (var id in ids)
            {
                at = list.Seek(at, id);
                if (at < list.Count && list[at] == id)
                {
                    found.Add(id);
                }
            }
        }

        var kept = 0;
        foreach (var id in ids)
        {
            if (found.Contains(id) == keep)
            {
                ids[kept++] = id;
            }
        }

        candidates.Truncate(kept);
    }

    /// <summary>All together in one array, sorted, each once.</summary>
    private SeriesIds Sorted()
    {
        var ids = SeriesIds.Rent(checked((int)Total));
        var all = ids.Mutable;
        var at = 0;
        try
        {
            foreach (var offset in _offsets)
            {
                var list = _index.Postings(offset);
                list.CopyTo(all[at..]);
                at += list.Count;
            }
        }
        catch
        {
            ids.Dispose();
            throw;
        }

        all.Sort();
        var kept = 0;
        for (var i = 0; i < all.Length; i++)
        {
            if (i == 0 || all[i] != all[i - 1])
            {
                all[kept++] = all[i];
            }
        }

        ids.Truncate(kept);
        return ids;
    }
}
