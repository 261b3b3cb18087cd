using System.Text;
using BenchmarkDotNet.Attributes;
using Pharos.Foundation.RegularExpressions;

namespace Pharos.Foundation.Bench.RegularExpressions;

/// <summary>Time per label value for matchers as dashboards send them, over ten values of which few match.</summary>
[MemoryDiagnoser]
public class LabelMatchingBenchmarks
{
    private static readonly byte[][] Values = Array.ConvertAll<string, byte[]>(
    [
        "prometheus", "node-exporter-17", "kube-state-metrics", "foobar", "http_requests_total", "instance-500", "x-foo-y", "10.0.0.17:9100",
        "/api/v1/query_range", "eu-west-1a-node-3",
    ],
    Encoding.UTF8.GetBytes);

    private readonly int[] _groups = new int[6];
    private AnchoredRegex _regex = AnchoredRegex.Compile("");

    [Params("literal", "texts", "foo.*", ".*foo.*", "[a-z]+-[0-9]+", "(?i)prometheus", "(.+):([0-9]+)")]
    public string Pattern { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _regex = AnchoredRegex.Compile(Pattern switch
    {
        "texts" => string.Join('|', Enumerable.Range(0, 1000).Select(i => $"instance-{i}")),
        _ => Pattern,
    });

    [Benchmark(OperationsPerInvoke = 10)]
    public int IsMatch()
    {
        var matches = 0;
        foreach (var value in Values)
        {
            matches += _regex.IsMatch(value) ? 1 : 0;
        }

        return matches;
    }

    [Benchmark(OperationsPerInvoke = 10)]
    public int Match()
    {
        var matches = 0;
        foreach (var value in Values)
        {
            matches += _regex.Match(value, _groups) ? 1 : 0;
        }

        return matches;
    }
}
