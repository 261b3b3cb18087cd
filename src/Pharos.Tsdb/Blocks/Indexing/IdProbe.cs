namespace Pharos.Tsdb.Blocks.Indexing;

/// <summary>Series that many lists are asked for: whether one of them is there.</summary>
internal readonly ref struct IdProbe
{
    /// <summary>A list that much longer is searched for the series; otherwise its own ids are looked up.</summary>
    private const int SearchedRatio = 16;

    private readonly ReadOnlySpan<uint> _ids;
    private readonly IdBitmap _bitmap;

    /// <param name="bitmap">Has the same series.</param>
    public IdProbe(ReadOnlySpan<uint> ids, IdBitmap bitmap)
    {
        _ids = ids;
        _bitmap = bitmap;
    }

    public bool IsEmpty => _ids.IsEmpty;

    public bool Meets(BigEndianIds list)
    {
        if (list.Count / SearchedRatio > _ids.Length)
        {
            return IsFoundIn(list);
        }

        for (var i = 0; i < list.Count; i++)
        {
            if (_bitmap.Contains(list[i]))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsFoundIn(BigEndianIds list)
    {
        var at = 0;
        foreach (var id in _ids)
        {
            at = list.Seek(at, id);
            if (at < list.Count && list[at] == id)
            {
                return true;
            }
        }

        return false;
    }
}
