using Pharos.Model;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Memory;

namespace Pharos.Tsdb.Head.Series;

/// <summary>Appends floats to the open chunks of series. The caller holds the lock of the series' page.</summary>
internal sealed unsafe class FloatAppending(OpenChunks open, SlabAllocator memory, HeadOptions options)
{
    /// <summary>A chunk of this length may not fit another sample below the 1 KiB that Prometheus keeps float chunks under.</summary>
    private const int FullBytes = 1024 - 19;

    /// <summary>Series that hardly change never need more than this.</summary>
    private const int FirstBytes = 64;

    /// <summary>
    /// Appends a sample; false if it is not newer than the newest. A chunk ends where the reference ends it: where that was predicted at a
    /// quarter so that chunks fill the range evenly, at twice the wanted length, or near 1 KiB.
    /// </summary>
    public bool Append(uint slot, ref SeriesState state, long timestampMs, double value)
    {
        if (state.Encoding != ChunkEncoding.Xor)
        {
            if (timestampMs <= open.LastTime(state))
            {
                return false;
            }

            if (state.Encoding != ChunkEncoding.None)
            {
                open.Finish(slot, ref state);
            }

            Start(ref state, timestampMs);
        }
        else
        {
            if (timestampMs <= state.Xor.LastTimestampMs)
            {
                return false;
            }

            var count = state.Xor.Count;
            if (count == options.SamplesPerChunk / 4)
            {
                state.NextCutMs = OpenChunks.PredictEnd(open.MinTime(state), state.Xor.LastTimestampMs, state.NextCutMs, ratioToFull: 4);
            }

            var isDue = timestampMs >= state.NextCutMs || count >= options.SamplesPerChunk * 2 || XorEncoder.ByteLength(state.Xor) > FullBytes;
            if (isDue && open.TryFinish(slot, ref state))
            {
                Start(ref state, timestampMs);
            }
        }

        if (state.Capacity - XorEncoder.ByteLength(state.Xor) < XorEncoder.MaxSampleBytes)
        {
            Grow(ref state);
        }

        XorEncoder.Append(ref state.Xor, new Span<byte>(state.Chunk, state.Capacity), timestampMs, value);
        open.Stale.Note(ref state, SpecialValues.IsStale(value));
        return true;
    }

    private void Start(ref SeriesState state, long timestampMs)
    {
        state.Capacity = (ushort)SizeClass.RoundUp(FirstBytes);
        state.Chunk = memory.Allocate(state.Capacity);
        state.Encoding = ChunkEncoding.Xor;
        state.NextCutMs = HeadTimes.RangeEnd(timestampMs, options.ChunkRangeMs);
        open.Counts.Add();
        XorEncoder.Start(ref state.Xor, new Span<byte>(state.Chunk, state.Capacity));
    }

    private void Grow(ref SeriesState state)
    {
        // A quarter more, as sizes go; a small chunk may need more than that for its next sample.
        var length = XorEncoder.ByteLength(state.Xor);
        var capacity = SizeClass.RoundUp(Math.Max(state.Capacity + state.Capacity / 4, length + XorEncoder.MaxSampleBytes));
        if (capacity > ushort.MaxValue || state.Xor.Count == XorEncoder.MaxSamples)
        {
            // Far beyond what a chunk is meant to be: its file has not taken it for long.
            throw new IOException("the chunks of the head cannot be written to their files");
        }

        var grown = memory.Allocate(capacity);
        new ReadOnlySpan<byte>(state.Chunk, length).CopyTo(new Span<byte>(grown, capacity));
        memory.Free(state.Chunk, state.Capacity);
        state.Chunk = grown;
        state.Capacity = (ushort)capacity;
    }
}
