using BenchmarkDotNet.Attributes;

namespace Pharos.Model.Bench;

/// <summary>Making, hashing and searching a label set of ten labels, as a scraped series has them. Nothing may be allocated.</summary>
[MemoryDiagnoser]
public class LabelsBenchmarks
{
    private static readonly byte[][] Names =
    [
        .. ((string[])["__name__", "cluster", "code", "handler", "instance", "job", "method", "namespace", "pod", "zone"])
            .Select(System.Text.Encoding.UTF8.GetBytes),
    ];

    private readonly LabelsBuilder _builder = new();
    private readonly byte[][] _values = [.. Names.Select(static name => (byte[])[.. "value-of-"u8, .. name])];
    private Labels _labels = Labels.Of();
    private Labels _other = Labels.Of();

    [GlobalSetup]
    public void Setup()
    {
        BuildInOrder();
        _labels = _builder.ToLabels();
        _other = _builder.ToLabels();
    }

    [Benchmark]
    public int BuildInOrder()
    {
        _builder.Reset();
        for (var i = 0; i < Names.Length; i++)
        {
            _builder.Add(Names[i], _values[i]);
        }

        return _builder.View().Encoded.Length;
    }

    [Benchmark]
    public int BuildInReverse()
    {
        _builder.Reset();
        for (var i = Names.Length - 1; i >= 0; i--)
        {
            _builder.Add(Names[i], _values[i]);
        }

        return _builder.View().Encoded.Length;
    }

    [Benchmark]
    public int SetOneOfThem()
    {
        _builder.Reset(_labels.View);
        _builder.Set(Names[5], _values[2]);
        return _builder.View().Encoded.Length;
    }

    [Benchmark]
    public ulong Hash() => _labels.View.Hash();

    [Benchmark]
    public ulong StableHash() => _labels.View.StableHash();

    [Benchmark]
    public bool CompareEqualSets() => _labels.View.Equals(_other.View);

    [Benchmark]
    public int FindTheLast() => _labels.View["zone"u8].Length;
}
