using BenchmarkDotNet.Attributes;
using Pharos.Model.Histograms;

namespace Pharos.Model.Bench;

/// <summary>What queries do with native histograms of forty buckets, of the same layout and of others.</summary>
[MemoryDiagnoser]
public class HistogramBenchmarks
{
    private const int Buckets = 40;

    private readonly FloatHistogram _one = New(schema: 3, offset: -5);
    private readonly FloatHistogram _same = New(schema: 3, offset: -5);
    private readonly FloatHistogram _shifted = New(schema: 3, offset: 2);
    private readonly FloatHistogram _finer = New(schema: 4, offset: -5);
    private readonly FloatHistogram _sum = new();

    [Benchmark]
    public double AddSameLayout()
    {
        _one.CopyTo(_sum);
        _sum.Add(_same);
        return _sum.Count;
    }

    [Benchmark]
    public double AddOtherBuckets()
    {
        _one.CopyTo(_sum);
        _sum.Add(_shifted);
        return _sum.Count;
    }

    [Benchmark]
    public double AddOtherResolution()
    {
        _one.CopyTo(_sum);
        _sum.Add(_finer);
        return _sum.Count;
    }

    [Benchmark]
    public double Copy()
    {
        _one.CopyTo(_sum);
        return _sum.Count;
    }

    [Benchmark]
    public bool DetectReset() => _one.DetectReset(_same);

    [Benchmark]
    public double EnumerateAll()
    {
        var sum = 0.0;
        foreach (var bucket in _one.EnumerateAll())
        {
            sum += bucket.Count;
        }

        return sum;
    }

    private static FloatHistogram New(int schema, int offset) => new()
    {
        Schema = schema,
        Count = Buckets * (Buckets + 1) / 2,
        Sum = 17,
        ZeroThreshold = 1e-128,
        PositiveSpans = [new(offset, Buckets / 2), new(3, Buckets / 2)],
        PositiveBuckets = [.. Enumerable.Range(1, Buckets).Select(static count => (double)count)],
    };
}
