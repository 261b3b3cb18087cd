using Pharos.Model;
using Pharos.Storage;
using Pharos.Storage.Chunks;
using Pharos.Tsdb.Blocks;

namespace Pharos.Tsdb.Tests.Blocks;

/// <summary>A series of a test with its chunks. What is in the chunks does not matter here, but for the number of samples.</summary>
internal sealed record TestSeries(Labels Labels, params TestChunk[] Chunks)
{
    public static SymbolSet Symbols(IEnumerable<TestSeries> series)
    {
        var symbols = new SymbolSet();
        foreach (var one in series)
        {
            symbols.Add(one.Labels.View);
        }

        return symbols;
    }
}

internal sealed record TestChunk(long MinTimeMs, long MaxTimeMs, ChunkEncoding Encoding, byte[] Data)
{
    public static TestChunk Floats(long minTimeMs, long maxTimeMs, byte samples = 2) =>
        new(minTimeMs, maxTimeMs, ChunkEncoding.Xor, [0, samples, (byte)minTimeMs, 7]);
}

/// <summary>Series in the order in which they are given.</summary>
internal sealed class TestSeriesSet : ChunkSeriesSet
{
    private readonly IReadOnlyList<TestSeries> _series;
    private int _at = -1;
    private int _chunk = -1;

    public TestSeriesSet(IReadOnlyList<TestSeries> series)
    {
        _series = series;
    }

    public override LabelsView Labels => _series[_at].Labels.View;

    public override ChunkView Chunk
    {
        get
        {
            var chunk = _series[_at].Chunks[_chunk];
            return new ChunkView(chunk.Encoding, chunk.MinTimeMs, chunk.MaxTimeMs, chunk.Data);
        }
    }

    public override bool MoveNext()
    {
        _chunk = -1;
        return ++_at < _series.Count;
    }

    public override bool MoveNextChunk() => ++_chunk < _series[_at].Chunks.Length;
}
