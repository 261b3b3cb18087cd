using BenchmarkDotNet.Attributes;

namespace Pharos.Formats.Bench.Reading;

/// <summary>The text formats: everything, tokens only, and the scrape of a known target.</summary>
[MemoryDiagnoser]
[ShortRunJob]
[Config(typeof(ThroughputConfig))]
public class TextReadingBenchmarks
{
    private Parsing _parsing = null!;
    private RepeatedScrape _scrape = null!;

    public static IEnumerable<Exposition> Expositions => Exposition.Text();

    [ParamsSource(nameof(Expositions))]
    public required Exposition Input { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _parsing = new Parsing(Input);
        _scrape = new RepeatedScrape(Input);
        _scrape.Scrape();
    }

    [Benchmark(Baseline = true)]
    public int Full() => _parsing.Full();

    [Benchmark]
    public int Tokens() => _parsing.Tokens();

    [Benchmark]
    public int Repeated() => _scrape.Scrape();
}
