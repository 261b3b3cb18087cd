using System.Buffers.Text;
using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Pharos.Foundation.Numbers;

namespace Pharos.Foundation.Bench.Numbers;

/// <summary>A thousand sample values as text and back, beside the platform's own reading and writing.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class GoFloatBenchmarks
{
    private const int Count = 1000;

    private readonly byte[][] _texts = new byte[Count][];
    private readonly double[] _values = new double[Count];
    private readonly byte[] _destination = new byte[GoFloat.MaxLength];

    /// <summary>What the numbers are like: counters, latencies with few digits, or any double.</summary>
    [Params("whole", "short", "any")]
    public required string Numbers { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (var i = 0; i < Count; i++)
        {
            _values[i] = Numbers switch
            {
                "whole" => random.Next(),
                "short" => random.Next(100_000) / 1000.0,
                _ => random.NextDouble() * Math.Pow(10, random.Next(-20, 20)),
            };
            _texts[i] = Encoding.ASCII.GetBytes(_values[i].ToString("R", CultureInfo.InvariantCulture));
        }
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public double Parse()
    {
        var sum = 0.0;
        foreach (var text in _texts)
        {
            sum += GoFloat.TryParse(text, out var value) ? value : throw new FormatException();
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public double PlatformParse()
    {
        var sum = 0.0;
        foreach (var text in _texts)
        {
            sum += Utf8Parser.TryParse(text, out double value, out _) ? value : throw new FormatException();
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int Format()
    {
        var length = 0;
        foreach (var value in _values)
        {
            length += GoFloat.Format(_destination, value);
        }

        return length;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int PlatformFormat()
    {
        var length = 0;
        foreach (var value in _values)
        {
            length += Utf8Formatter.TryFormat(value, _destination, out var written) ? written : throw new FormatException();
        }

        return length;
    }
}
