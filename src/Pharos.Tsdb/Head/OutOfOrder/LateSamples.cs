using Pharos.Tsdb.Head.Chunks;
using Pharos.Tsdb.Memory;

namespace Pharos.Tsdb.Head.OutOfOrder;

/// <summary>
/// What came out of order of one series: a few samples, sorted, and chunks of earlier ones in files, which overlap each other. Guarded by the lock of
/// the series' page.
/// </summary>
internal sealed unsafe class LateSamples
{
    private readonly List<LateSample> _open = [];
    private byte* _mapped;
    private int _mappedBytes;

    /// <summary>The samples that are in no file yet, by their times.</summary>
    public IReadOnlyList<LateSample> Open => _open;

    public bool HasMapped => _mappedBytes > 0;

    public bool IsEmpty => _open.Count == 0 && !HasMapped;

    /// <summary>False if there is one of that time.</summary>
    public bool Insert(in LateSample sample)
    {
        var index = IndexOf(sample.TimestampMs);
        if (index >= 0)
        {
            return false;
        }

        _open.Insert(~index, sample);
        return true;
    }

    public void ClearOpen() => _open.Clear();

    /// <summary>Removes the samples of a closed range if there are exactly so many.</summary>
    public void DropOpen(long minTimeMs, long maxTimeMs, int count)
    {
        var (first, last) = (IndexOf(minTimeMs), IndexOf(maxTimeMs));
        if (first >= 0 && last - first + 1 == count)
        {
            _open.RemoveRange(first, count);
        }
    }

    public void AddMapped(in HeadChunkMeta chunk, SlabAllocator memory) => MappedChunks.Append(ref _mapped, ref _mappedBytes, chunk, memory);

    public MappedChunks.Reader Mapped() => new(_mapped, _mappedBytes);

    /// <summary>The first and last times of what there is.</summary>
    public List<(long FirstMs, long LastMs)> Ranges()
    {
        var ranges = new List<(long, long)>();
        if (_open.Count > 0)
        {
            ranges.Add((_open[0].TimestampMs, _open[^1].TimestampMs));
        }

        var reader = Mapped();
        while (reader.MoveNext())
        {
            ranges.Add((reader.Current.MinTimeMs, reader.Current.MaxTimeMs));
        }

        return ranges;
    }

    /// <summary>Keeps only chunks that were written after the location.</summary>
    public void DropMappedUpTo(ulong location, SlabAllocator memory)
    {
        var kept = new List<HeadChunkMeta>();
        var reader = Mapped();
        while (reader.MoveNext())
        {
            if (reader.Current.Location > location)
            {
                kept.Add(reader.Current);
            }
        }

        Free(memory);
        foreach (var chunk in kept)
        {
            AddMapped(chunk, memory);
        }
    }

    public void Free(SlabAllocator memory)
    {
        MappedChunks.Free(ref _mapped, _mappedBytes, memory);
        _mappedBytes = 0;
    }

    private int IndexOf(long timestampMs)
    {
        int low = 0, high = _open.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var time = _open[middle].TimestampMs;
            if (time == timestampMs)
            {
                return middle;
            }

            if (time < timestampMs)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }
}
