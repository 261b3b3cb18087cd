using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Blocks;

namespace Pharos.Tsdb.Tools;

/// <summary>How full the chunks of a block are: what <c>promtool tsdb analyze --extended</c> says.</summary>
/// <param name="block">Stays the caller's.</param>
/// <param name="matchers">Which series to look at; none for all.</param>
public sealed class ChunkAnalysis(BlockLease block, Matcher[] matchers)
{
    private readonly NumberDistribution _floatSamples = new();
    private readonly NumberDistribution _floatBytes = new();
    private readonly NumberDistribution _histogramSamples = new();
    private readonly NumberDistribution _histogramBytes = new();
    private readonly NumberDistribution _histogramBuckets = new();
    private readonly ChunkReader _reader = new();
    private readonly Histogram _histogram = new();
    private readonly FloatHistogram _floatHistogram = new();
    private long _chunks;

    public void Write(TextWriter output, CancellationToken cancellation = default)
    {
        using var series = block.Index.Select(matchers, cancellation);
        var entry = new SeriesEntry();
        foreach (var id in series.Ids)
        {
            cancellation.ThrowIfCancellationRequested();
            block.Index.ReadSeries(id, entry);
            foreach (var chunk in entry.Chunks)
            {
                Add(block.Chunks.Read(chunk));
            }
        }

        output.Write("\nCompaction analysis:\n\n");
        _floatSamples.Write(output, "samples per float chunk", _chunks);
        _floatBytes.Write(output, "bytes per float chunk", _chunks);
        _histogramSamples.Write(output, "samples per histogram chunk", _chunks);
        _histogramBytes.Write(output, "bytes per histogram chunk", _chunks);
        _histogramBuckets.Write(output, "buckets per histogram chunk", _chunks);
    }

    private void Add(ChunkView chunk)
    {
        _chunks++;
        var samples = ChunkHeader.Count(chunk.Encoding, chunk.Data);
        if (chunk.Encoding is ChunkEncoding.Xor or ChunkEncoding.Xor2)
        {
            _floatSamples.Add(samples);
            _floatBytes.Add(chunk.Data.Length);
            return;
        }

        _histogramSamples.Add(samples);
        _histogramBytes.Add(chunk.Data.Length);
        _histogramBuckets.Add(Buckets(chunk));
    }

    /// <summary>Over all samples of the chunk.</summary>
    private long Buckets(ChunkView chunk)
    {
        long buckets = 0;
        _reader.Load(chunk.Encoding, chunk.Data);
        while (_reader.Kind is var kind && kind != SampleKind.None)
        {
            if (kind == SampleKind.Histogram)
            {
                _reader.ReadHistogram(_histogram);
                buckets += _histogram.PositiveBuckets.Length + _histogram.NegativeBuckets.Length;
            }
            else
            {
                _reader.ReadFloatHistogram(_floatHistogram);
                buckets += _floatHistogram.PositiveBuckets.Length + _floatHistogram.NegativeBuckets.Length;
            }
        }

        return buckets;
    }
}
