using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage.Chunks;

namespace Pharos.Tsdb.Head.Series;

/// <summary>Appends native histograms to the open chunks of series. The caller holds the lock of the series' page.</summary>
internal sealed class HistogramAppending(OpenChunks open, SeriesExtras extras, HeadOptions options)
{
    /// <summary>The length that a chunk of histograms is meant to have.</summary>
    private const int TargetBytes = 1024;

    /// <summary>Histograms may be so large that a chunk of the wanted length would hardly hold any.</summary>
    private const int LeastSamples = 10;

    /// <summary>Appends a sample; false if it is not newer than the newest.</summary>
    public bool Append(uint slot, ref SeriesState state, long timestampMs, Histogram histogram)
    {
        var extra = extras.GetOrAdd(ref state);
        return Append(slot, ref state, extra, extra.Histograms ??= new HistogramChunkWriter(), timestampMs, histogram, histogram.Sum);
    }

    /// <inheritdoc cref="Append(uint, ref SeriesState, long, Histogram)"/>
    public bool Append(uint slot, ref SeriesState state, long timestampMs, FloatHistogram histogram)
    {
        var extra = extras.GetOrAdd(ref state);
        return Append(slot, ref state, extra, extra.FloatHistograms ??= new FloatHistogramChunkWriter(), timestampMs, histogram, histogram.Sum);
    }

    private bool Append<THistogram>(
        uint slot, ref SeriesState state, SeriesExtra extra, NativeChunkWriter<THistogram> writer, long timestampMs, THistogram histogram, double sum)
        where THistogram : class, new()
    {
        if (timestampMs <= open.LastTime(state))
        {
            return false;
        }

        if (state.Encoding != writer.Encoding)
        {
            if (state.Encoding != ChunkEncoding.None)
            {
                open.Finish(slot, ref state);
            }

            writer.Clear();
            Start(ref state, extra, writer.Encoding, timestampMs);
        }
        else if (IsDue(ref state, extra, writer, timestampMs) && open.TryFinish(slot, ref state))
        {
            writer.StartNext();
            Start(ref state, extra, writer.Encoding, timestampMs);
        }

        if (writer.Append(timestampMs, histogram) == HistogramAppendOutcome.NewChunk)
        {
            // A counter reset, or buckets that do not fit together.
            open.Finish(slot, ref state);
            writer.StartNext();
            Start(ref state, extra, writer.Encoding, timestampMs);
            writer.Append(timestampMs, histogram);
        }

        open.Stale.Note(ref state, SpecialValues.IsStale(sum));
        return true;
    }

    private void Start(ref SeriesState state, SeriesExtra extra, ChunkEncoding encoding, long timestampMs)
    {
        open.Counts.Add();
        state.Encoding = encoding;
        state.NextCutMs = HeadTimes.RangeEnd(timestampMs, options.ChunkRangeMs);
        extra.MinTimeMs = timestampMs;
        extra.EndIsPredicted = false;
    }

    /// <summary>Whether a new chunk begins with the sample of that time: predicted at a quarter of the wanted length, at most at twice of it.</summary>
    private bool IsDue<THistogram>(ref SeriesState state, SeriesExtra extra, NativeChunkWriter<THistogram> writer, long timestampMs)
        where THistogram : class, new()
    {
        var bytes = writer.Written.Length;
        var rangeEnd = extra.EndIsPredicted ? HeadTimes.RangeEnd(extra.MinTimeMs, options.ChunkRangeMs) : state.NextCutMs;
        if (!extra.EndIsPredicted && bytes >= TargetBytes / 4)
        {
            state.NextCutMs = OpenChunks.PredictEnd(extra.MinTimeMs, writer.LastTimestampMs, state.NextCutMs, (double)TargetBytes / bytes);
            extra.EndIsPredicted = true;
        }

        return (timestampMs >= state.NextCutMs || bytes >= TargetBytes * 2) && (writer.Count >= LeastSamples || timestampMs >= rangeEnd);
    }
}
