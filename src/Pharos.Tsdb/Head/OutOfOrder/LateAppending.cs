using Pharos.Storage.Chunks;
using Pharos.Tsdb.Head.Chunks;
using Pharos.Tsdb.Head.Series;
using Pharos.Tsdb.Memory;
using Pharos.Tsdb.Wal.Records;

namespace Pharos.Tsdb.Head.OutOfOrder;

/// <summary>Puts samples that came out of order into their series. The caller holds the lock of the series' page.</summary>
internal sealed class LateAppending(SeriesTable series, SeriesExtras extras, HeadChunkFiles files, SlabAllocator memory, HeadOptions options)
{
    /// <summary>The times of all that came out of order and is still in the head.</summary>
    public LateTimes Times { get; } = new();

    /// <summary>
    /// Inserts a sample; false if the series has one of that time among those in memory. When these are many they become a chunk in a file
    /// first, which <paramref name="markers"/> tells the log of such samples.
    /// </summary>
    public bool Insert(uint slot, ref SeriesState state, in LateSample sample, List<MmapMarkerRecord>? markers)
    {
        var extra = extras.GetOrAdd(ref state);
        var late = extra.Late ??= new LateSamples();
        if (late.Open.Count >= options.OutOfOrderCapacity)
        {
            Map(slot, late, markers);
        }

        if (!late.Insert(sample))
        {
            return false;
        }

        Times.Include(sample.TimestampMs, sample.TimestampMs);
        return true;
    }

    /// <summary>Writes the samples in memory to a file, as one chunk or, of different kinds, as several.</summary>
    public void Map(uint slot, LateSamples late, List<MmapMarkerRecord>? markers)
    {
        if (late.Open.Count == 0)
        {
            return;
        }

        var writer = new ChunkSequenceWriter();
        foreach (var sample in late.Open)
        {
            if (sample.WriteTo(writer))
            {
                Save(slot, late, writer.Finished, markers);
            }
        }

        if (writer.Finish())
        {
            Save(slot, late, writer.Finished, markers);
        }

        late.ClearOpen();
    }

    private void Save(uint slot, LateSamples late, in ChunkView chunk, List<MmapMarkerRecord>? markers)
    {
        var location = files.Write(series.WalRef(slot), outOfOrder: true, chunk);
        var samples = ChunkHeader.Count(chunk.Encoding, chunk.Data);
        late.AddMapped(new HeadChunkMeta(location, chunk.MinTimeMs, chunk.MaxTimeMs, chunk.Encoding, samples), memory);
        markers?.Add(new MmapMarkerRecord(series.WalRef(slot), location));
    }
}
