namespace Pharos.Tsdb.Head.Series;

/// <summary>How many chunks in order the head has got, and lost again. Safe for concurrent use.</summary>
internal sealed class ChunkCounts
{
    private long _created;
    private long _removed;

    /// <summary>Those found in files at the start among them.</summary>
    public long Created => Volatile.Read(ref _created);

    public long Removed => Volatile.Read(ref _removed);

    public long Current => Created - Removed;

    public void Add(int chunks = 1) => Interlocked.Add(ref _created, chunks);

    public void Remove(int chunks = 1) => Interlocked.Add(ref _removed, chunks);
}
