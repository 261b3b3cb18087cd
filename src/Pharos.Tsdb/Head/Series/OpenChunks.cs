using Pharos.Foundation.Bytes;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Head.Chunks;
using Pharos.Tsdb.Memory;

namespace Pharos.Tsdb.Head.Series;

/// <summary>
/// The chunk that a series appends to, whatever it holds: what can be told of it, and how it gets into a file. The caller holds the lock of the
/// series' page.
/// </summary>
/// <remarks>Floats are in slab memory beside the series; histograms, which few series have, in the writer of its <see cref="SeriesExtra"/>.</remarks>
internal sealed unsafe class OpenChunks(SeriesTable series, SeriesExtras extras, HeadChunkFiles files, SlabAllocator memory)
{
    private long _finished;

    public ChunkCounts Counts { get; } = new();

    public StaleSeries Stale { get; } = new();

    /// <summary>How many chunks were finished.</summary>
    public long Finished => Volatile.Read(ref _finished);

    /// <summary>The time of the series' newest sample in order, the least number if there is none.</summary>
    public long LastTime(in SeriesState state) => state.Encoding switch
    {
        ChunkEncoding.Xor => state.Xor.LastTimestampMs,
        ChunkEncoding.Histogram => extras.Of(state)!.Histograms!.LastTimestampMs,
        ChunkEncoding.FloatHistogram => extras.Of(state)!.FloatHistograms!.LastTimestampMs,
        _ => state.NextCutMs,
    };

    /// <summary>Notes the last time of the finished chunks of a series that has no open one.</summary>
    public static void SetLastTime(ref SeriesState state, long timestampMs) => state.NextCutMs = timestampMs;

    /// <summary>The open chunk; its bytes are valid while the lock is held.</summary>
    public ChunkView View(in SeriesState state) =>
        new(state.Encoding, MinTime(state), LastTime(state), Data(state));

    public int Count(in SeriesState state) => ChunkHeader.Count(state.Encoding, Data(state));

    /// <summary>Writes the open chunk to a file and leaves the series without one.</summary>
    public void Finish(uint slot, ref SeriesState state)
    {
        var chunk = View(state);
        var location = files.Write(series.WalRef(slot), outOfOrder: false, chunk);
        ref var entry = ref series.Entry(slot);
        var meta = new HeadChunkMeta(location, chunk.MinTimeMs, chunk.MaxTimeMs, chunk.Encoding, Count(state));
        MappedChunks.Append(ref entry.MappedChunks, ref entry.MappedBytes, meta, memory);
        Interlocked.Increment(ref _finished);
        Release(ref state);
        SetLastTime(ref state, meta.MaxTimeMs);
    }

    /// <summary>Forgets the open chunk.</summary>
    public void Release(ref SeriesState state)
    {
        if (state.Chunk is not null)
        {
            memory.Free(state.Chunk, state.Capacity);
        }

        state.Chunk = null;
        state.Capacity = 0;
        state.Encoding = ChunkEncoding.None;
    }

    /// <summary>The time at which a chunk ends so that it and its like fill the rest of the range evenly.</summary>
    /// <param name="ratioToFull">How many times as much as it has now the chunk is meant to have.</param>
    public static long PredictEnd(long startMs, long nowMs, long rangeEndMs, double ratioToFull)
    {
        var chunks = (rangeEndMs - startMs) / ((nowMs - startMs + 1) * ratioToFull);
        return chunks <= 1 ? rangeEndMs : (long)(startMs + (rangeEndMs - startMs) / Math.Floor(chunks));
    }

    public long MinTime(in SeriesState state)
    {
        if (state.Encoding != ChunkEncoding.Xor)
        {
            return extras.Of(state)!.MinTimeMs;
        }

        VarInt.TryReadSigned(Data(state)[XorEncoder.HeaderBytes..], out var time, out _);
        return time;
    }

    private ReadOnlySpan<byte> Data(in SeriesState state) => state.Encoding switch
    {
        ChunkEncoding.Xor => new ReadOnlySpan<byte>(state.Chunk, XorEncoder.ByteLength(state.Xor)),
        ChunkEncoding.Histogram => extras.Of(state)!.Histograms!.Written,
        _ => extras.Of(state)!.FloatHistograms!.Written,
    };
}
