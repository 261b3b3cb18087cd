using BenchmarkDotNet.Attributes;

namespace Pharos.Formats.Bench.Reading;

/// <summary>Protobuf: everything, and without labels.</summary>
[MemoryDiagnoser]
[ShortRunJob]
[Config(typeof(ThroughputConfig))]
public class ProtobufReadingBenchmarks
{
    private Parsing _parsing = null!;

    public static IEnumerable<Exposition> Expositions => Exposition.Protobuf();

    [ParamsSource(nameof(Expositions))]
    public required Exposition Input { get; set; }

    [GlobalSetup]
    public void Setup() => _parsing = new Parsing(Input);

    [Benchmark(Baseline = true)]
    public int Full() => _parsing.Full();

    [Benchmark]
    public int Tokens() => _parsing.Tokens();
}
