using Pharos.Model.Histograms;
using Pharos.Storage;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Head.Series;
using Pharos.Tsdb.Memory;

namespace Pharos.Tsdb.Head.Snapshots;

/// <summary>Gives series of an opening head the chunks back that they appended to. Nobody else is at the head yet, so no lock is taken.</summary>
internal sealed unsafe class OpenChunkRestoring(HeadStore head)
{
    /// <summary>Far beyond what a chunk is meant to be; longer ones are cut anew.</summary>
    private const int MostBytes = 16 << 10;

    private readonly ChunkReader _reader = new();
    private readonly Histogram _histogram = new();
    private readonly FloatHistogram _floatHistogram = new();
    private readonly long[] _times = new long[128];
    private readonly double[] _values = new double[128];

    /// <summary>Restores a chunk that <see cref="SnapshotChunkCheck"/> found good. What blocks or finished chunks have of it stays out.</summary>
    public void Restore(uint slot, in ChunkView chunk, bool isStale)
    {
        if (chunk.MaxTimeMs < head.Times.MinValidMs || ChunkHeader.Count(chunk.Encoding, chunk.Data) == 0)
        {
            return;
        }

        ref var state = ref head.Series.Table.State(slot);
        var isFirst = state.Encoding == ChunkEncoding.None
            && (head.Series.Table.Entry(slot).MappedBytes == 0 || chunk.MinTimeMs > head.OpenChunks.LastTime(state));
        if (!isFirst || chunk.Data.Length > MostBytes || !TryTakeUp(ref state, chunk))
        {
            AppendSamples(slot, ref state, chunk);
            return;
        }

        head.OpenChunks.Counts.Add();
        head.OpenChunks.Stale.Note(ref state, isStale);
        head.Times.Include(Math.Max(chunk.MinTimeMs, head.Times.MinValidMs), chunk.MaxTimeMs);
    }

    /// <summary>Goes on with the chunk as it is; false if the head has no such chunks.</summary>
    private bool TryTakeUp(ref SeriesState state, in ChunkView chunk)
    {
        var rangeEnd = HeadTimes.RangeEnd(chunk.MinTimeMs, head.Options.ChunkRangeMs);
        switch (chunk.Encoding)
        {
            case ChunkEncoding.Xor:
                TakeUpFloats(ref state, chunk, rangeEnd);
                return true;
            case ChunkEncoding.Histogram:
                var histograms = head.Series.Extras.GetOrAdd(ref state);
                (histograms.Histograms ??= new HistogramChunkWriter()).Resume(chunk.Data);
                TakeUpHistograms(ref state, histograms, chunk, rangeEnd);
                return true;
            case ChunkEncoding.FloatHistogram:
                var floatHistograms = head.Series.Extras.GetOrAdd(ref state);
                (floatHistograms.FloatHistograms ??= new FloatHistogramChunkWriter()).Resume(chunk.Data);
                TakeUpHistograms(ref state, floatHistograms, chunk, rangeEnd);
                return true;
            default:
                return false;
        }
    }

    private void TakeUpFloats(ref SeriesState state, in ChunkView chunk, long rangeEndMs)
    {
        state.Capacity = (ushort)SizeClass.RoundUp(chunk.Data.Length + XorEncoder.MaxSampleBytes);
        state.Chunk = head.Memory.Allocate(state.Capacity);
        chunk.Data.CopyTo(new Span<byte>(state.Chunk, state.Capacity));
        XorEncoder.Resume(ref state.Xor, chunk.Data);
        state.Encoding = ChunkEncoding.Xor;

        // Where it ends was foretold when it had a quarter of its samples, from what was known then; now more is.
        var wanted = head.Options.SamplesPerChunk;
        state.NextCutMs = state.Xor.Count <= wanted / 4
            ? rangeEndMs
            : OpenChunks.PredictEnd(chunk.MinTimeMs, chunk.MaxTimeMs, rangeEndMs, Math.Max(1, (double)wanted / state.Xor.Count));
    }

    private static void TakeUpHistograms(ref SeriesState state, SeriesExtra extra, in ChunkView chunk, long rangeEndMs)
    {
        state.Encoding = chunk.Encoding;
        state.NextCutMs = rangeEndMs;
        extra.MinTimeMs = chunk.MinTimeMs;
        extra.EndIsPredicted = false;
    }

    /// <summary>As if the samples came one by one: those that the series has already are passed over.</summary>
    private void AppendSamples(uint slot, ref SeriesState state, in ChunkView chunk)
    {
        _reader.Load(chunk.Encoding, chunk.Data);
        while (_reader.Remaining > 0)
        {
            switch (_reader.Kind)
            {
                case SampleKind.Float:
                    var count = _reader.ReadFloats(_times, _values);
                    for (var i = 0; i < count; i++)
                    {
                        Include(_times[i], head.StoreFloat(slot, ref state, _times[i], _values[i]));
                    }

                    break;
                case SampleKind.Histogram:
                    var time = _reader.ReadHistogram(_histogram);
                    Include(time, head.HistogramAppending.Append(slot, ref state, time, _histogram));
                    break;
                default:
                    var floatTime = _reader.ReadFloatHistogram(_floatHistogram);
                    Include(floatTime, head.HistogramAppending.Append(slot, ref state, floatTime, _floatHistogram));
                    break;
            }
        }
    }

    private void Include(long timestampMs, bool isStored)
    {
        if (isStored)
        {
            head.Times.Include(Math.Max(timestampMs, head.Times.MinValidMs), Math.Max(timestampMs, head.Times.MinValidMs));
        }
    }
}
