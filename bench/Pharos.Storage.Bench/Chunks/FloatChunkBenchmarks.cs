using BenchmarkDotNet.Attributes;
using Pharos.Storage.Chunks;

namespace Pharos.Storage.Bench.Chunks;

/// <summary>Times and bytes per sample. Samples are appended series by series, or to all series in turn as scrapes do.</summary>
[MemoryDiagnoser]
public class FloatChunkBenchmarks
{
    private const int All = FloatSeries.Series * FloatSeries.Samples;

    private readonly byte[][] _buffers = [.. Enumerable.Range(0, FloatSeries.Series).Select(static _ => new byte[4096])];
    private readonly XorState[] _states = new XorState[FloatSeries.Series];
    private readonly Xor2State[] _states2 = new Xor2State[FloatSeries.Series];
    private readonly long[] _times = new long[FloatSeries.Samples];
    private readonly double[] _values = new double[FloatSeries.Samples];
    private FloatSeries _series = null!;
    private byte[][] _chunks = [];
    private byte[][] _chunks2 = [];

    [Params(FloatKind.Constant, FloatKind.Integers, FloatKind.Fractions)]
    public FloatKind Kind { get; set; }

    [Params(false, true)]
    public bool Jitter { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _series = new FloatSeries(Kind, Jitter);
        XorAppend();
        _chunks = [.. _buffers.Select((buffer, i) => buffer[..XorEncoder.ByteLength(_states[i])])];
        Xor2Append();
        _chunks2 = [.. _buffers.Select((buffer, i) => buffer[..Xor2Encoder.ByteLength(_states2[i])])];
    }

    [Benchmark(OperationsPerInvoke = All)]
    public void XorAppend()
    {
        for (var series = 0; series < FloatSeries.Series; series++)
        {
            var buffer = _buffers[series];
            ref var state = ref _states[series];
            XorEncoder.Start(ref state, buffer);
            for (var i = series * FloatSeries.Samples; i < (series + 1) * FloatSeries.Samples; i++)
            {
                XorEncoder.Append(ref state, buffer, _series.Times[i], _series.Values[i]);
            }
        }
    }

    [Benchmark(OperationsPerInvoke = All)]
    public void XorAppendInTurn()
    {
        for (var series = 0; series < FloatSeries.Series; series++)
        {
            XorEncoder.Start(ref _states[series], _buffers[series]);
        }

        for (var i = 0; i < FloatSeries.Samples; i++)
        {
            for (var series = 0; series < FloatSeries.Series; series++)
            {
                var at = series * FloatSeries.Samples + i;
                XorEncoder.Append(ref _states[series], _buffers[series], _series.Times[at], _series.Values[at]);
            }
        }
    }

    [Benchmark(OperationsPerInvoke = All)]
    public int XorRead()
    {
        var read = 0;
        foreach (var chunk in _chunks)
        {
            var decoder = XorDecoder.Start(chunk);
            read += decoder.Read(chunk, _times, _values);
        }

        return read;
    }

    [Benchmark(OperationsPerInvoke = All)]
    public void Xor2Append()
    {
        for (var series = 0; series < FloatSeries.Series; series++)
        {
            var buffer = _buffers[series];
            ref var state = ref _states2[series];
            Xor2Encoder.Start(ref state, buffer);
            for (var i = series * FloatSeries.Samples; i < (series + 1) * FloatSeries.Samples; i++)
            {
                Xor2Encoder.Append(ref state, buffer, _series.Times[i], _series.Values[i]);
            }
        }
    }

    [Benchmark(OperationsPerInvoke = All)]
    public int Xor2Read()
    {
        var read = 0;
        foreach (var chunk in _chunks2)
        {
            var decoder = Xor2Decoder.Start(chunk);
            read += decoder.Read(chunk, _times, _values);
        }

        return read;
    }
}
