using BenchmarkDotNet.Attributes;
using Pharos.Model.Histograms;
using Pharos.Storage.Chunks;

namespace Pharos.Storage.Bench.Chunks;

/// <summary>Times and bytes per sample of a histogram with 40 buckets, all of which grow.</summary>
[MemoryDiagnoser]
public class HistogramChunkBenchmarks
{
    private const int Samples = 100;
    private const int Buckets = 40;

    private readonly Histogram[] _histograms = new Histogram[Samples];
    private readonly FloatHistogram[] _floatHistograms = new FloatHistogram[Samples];
    private readonly HistogramChunkWriter _writer = new();
    private readonly FloatHistogramChunkWriter _floatWriter = new();
    private readonly ChunkReader _reader = new();
    private readonly Histogram _histogram = new();
    private readonly FloatHistogram _floatHistogram = new();

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(3);
        var counts = new long[Buckets];
        for (var i = 0; i < Samples; i++)
        {
            for (var bucket = 0; bucket < Buckets; bucket++)
            {
                counts[bucket] += random.Next(20);
            }

            _histograms[i] = new Histogram
            {
                Schema = 3,
                Count = (ulong)counts.Sum(),
                Sum = counts.Sum() * 0.37,
                PositiveSpans = [new(-5, 20), new(3, 20)],
                PositiveBuckets = [.. counts.Select((count, bucket) => count - (bucket == 0 ? 0 : counts[bucket - 1]))],
            };
            _floatHistograms[i] = _histograms[i].ToFloat();
        }

        Append();
        AppendFloat();
    }

    [Benchmark(OperationsPerInvoke = Samples)]
    public void Append()
    {
        _writer.Clear();
        for (var i = 0; i < Samples; i++)
        {
            _writer.Append(15_000L * i, _histograms[i]);
        }
    }

    [Benchmark(OperationsPerInvoke = Samples)]
    public void AppendFloat()
    {
        _floatWriter.Clear();
        for (var i = 0; i < Samples; i++)
        {
            _floatWriter.Append(15_000L * i, _floatHistograms[i]);
        }
    }

    [Benchmark(OperationsPerInvoke = Samples)]
    public void Read()
    {
        for (_reader.Load(_writer.Encoding, _writer.Written); _reader.Remaining > 0;)
        {
            _reader.ReadHistogram(_histogram);
        }
    }

    [Benchmark(OperationsPerInvoke = Samples)]
    public void ReadFloat()
    {
        for (_reader.Load(_floatWriter.Encoding, _floatWriter.Written); _reader.Remaining > 0;)
        {
            _reader.ReadFloatHistogram(_floatHistogram);
        }
    }
}
