namespace Pharos.Storage;

/// <summary>
/// A store's own name for a series, so that the next sample needs no labels. Opaque to all but the store that gave it, good until that
/// store is closed or drops the series, never given to another series. The default value names none.
/// </summary>
public readonly record struct SeriesRef(ulong Value)
{
    public static SeriesRef None => default;

    public bool IsNone => Value == 0;
}
