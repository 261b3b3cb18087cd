using BenchmarkDotNet.Attributes;
using Pharos.Formats.Negotiation;

namespace Pharos.Formats.Bench.Writing;

/// <summary>The writers, given the samples of the largest conformance file. MB/s are of what is written.</summary>
[MemoryDiagnoser]
[ShortRunJob]
[Config(typeof(ThroughputConfig))]
public class WritingBenchmarks
{
    private Written _written = null!;

    [Params(ExpositionFormat.PrometheusText100, ExpositionFormat.OpenMetricsText100, ExpositionFormat.PrometheusProto)]
    public ExpositionFormat Format { get; set; }

    /// <summary>What is measured against; made where the column asks for it too.</summary>
    public static int Size(ExpositionFormat format) => New(format).Write();

    [GlobalSetup]
    public void Setup() => _written = New(Format);

    [Benchmark]
    public int Write() => _written.Write();

    private static Written New(ExpositionFormat format) => new(Exposition.Text().MaxBy(static text => text.Bytes.Length)!, format);
}
