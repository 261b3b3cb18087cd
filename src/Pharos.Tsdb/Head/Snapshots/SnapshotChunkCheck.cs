using Pharos.Storage;
using Pharos.Storage.Chunks;

namespace Pharos.Tsdb.Head.Snapshots;

/// <summary>Finds out whether a chunk can be read to its end and is as the head relies on. Used for one chunk after the other.</summary>
internal sealed class SnapshotChunkCheck
{
    private readonly ChunkReader _reader = new();
    private readonly HistogramChunkWriter _histograms = new();
    private readonly FloatHistogramChunkWriter _floatHistograms = new();
    private readonly long[] _times = new long[128];
    private readonly double[] _values = new double[128];

    /// <summary>Throws <see cref="CorruptionException"/> if it is not.</summary>
    public void Run(in ChunkView chunk)
    {
        _reader.Load(chunk.Encoding, chunk.Data);
        if (_reader.Count == 0)
        {
            return;
        }

        var (first, last) = _reader.Kind == SampleKind.Float ? ReadFloats() : ReadHistograms();
        if (first != chunk.MinTimeMs || last != chunk.MaxTimeMs)
        {
            throw new CorruptionException($"a chunk from {chunk.MinTimeMs} to {chunk.MaxTimeMs} has samples from {first} to {last}");
        }

        // These are gone on with as they are, which asks for more than reading does.
        if (chunk.Encoding == ChunkEncoding.Histogram)
        {
            _histograms.Resume(chunk.Data);
        }
        else if (chunk.Encoding == ChunkEncoding.FloatHistogram)
        {
            _floatHistograms.Resume(chunk.Data);
        }
    }

    private (long FirstMs, long LastMs) ReadFloats()
    {
        long first = 0, last = 0;
        var isAny = false;
        for (var count = _reader.ReadFloats(_times, _values); count > 0; count = _reader.ReadFloats(_times, _values))
        {
            for (var i = 0; i < count; i++)
            {
                Note(ref isAny, ref first, ref last, _times[i]);
            }
        }

        return (first, last);
    }

    private (long FirstMs, long LastMs) ReadHistograms()
    {
        long first = 0, last = 0;
        for (var isAny = false; _reader.Remaining > 0; _reader.SkipHistogram())
        {
            Note(ref isAny, ref first, ref last, _reader.PeekTimestampMs());
        }

        return (first, last);
    }

    private static void Note(ref bool isAny, ref long firstMs, ref long lastMs, long timestampMs)
    {
        if (isAny && timestampMs <= lastMs)
        {
            throw new CorruptionException($"a chunk has a sample at {timestampMs} behind one at {lastMs}");
        }

        firstMs = isAny ? firstMs : timestampMs;
        lastMs = timestampMs;
        isAny = true;
    }
}
