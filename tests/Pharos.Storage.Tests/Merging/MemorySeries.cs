using Pharos.Model;
using Pharos.Storage.Chunks;

namespace Pharos.Storage.Tests.Merging;

/// <summary>A series of a test.</summary>
internal sealed record MemorySeries(Labels Labels, MergeSample[] Samples)
{
    /// <summary>Some of a few label sets, in order, with random samples.</summary>
    public static MemorySeries[] Random(Random random, int source, int most, bool onlyFloats = false, bool withStarts = false) =>
        [.. Enumerable.Range(0, 5).Where(_ => random.Next(3) > 0).Select(
            one => new MemorySeries(Labels.Of(("a", one.ToString(null, null))), MergeSample.Random(random, source, most, onlyFloats, withStarts)))];
}

internal sealed class MemorySeriesSet(MemorySeries[] series) : SeriesSet
{
    private int _at = -1;

    public bool IsDisposed { get; private set; }

    public override IReadOnlyList<string> Warnings => [$"of {series.Length}"];

    public override LabelsView Labels => series[_at].Labels.View;

    public override bool MoveNext() => ++_at < series.Length;

    public override SampleCursor Samples(SampleCursor? reuse = null) => new ListCursor(series[_at].Samples);

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}

/// <summary>The samples as chunks of at most 120, whose bytes vanish when the set moves.</summary>
internal sealed class MemoryChunkSet(MemorySeries[] series, ChunkEncoding floats = ChunkEncoding.Xor) : ChunkSeriesSet
{
    private readonly List<(ChunkEncoding Encoding, long Min, long Max, byte[] Data)> _chunks = [];
    private int _at = -1;
    private int _chunk = -1;

    public override LabelsView Labels => series[_at].Labels.View;

    public override ChunkView Chunk => new(_chunks[_chunk].Encoding, _chunks[_chunk].Min, _chunks[_chunk].Max, _chunks[_chunk].Data);

    public override bool MoveNext()
    {
        Spoil();
        _chunks.Clear();
        _chunk = -1;
        if (++_at >= series.Length)
        {
            return false;
        }

        var writer = new ChunkSequenceWriter(floats);
        foreach (var sample in series[_at].Samples)
        {
            if (sample.Append(writer))
            {
                Take(writer.Finished);
            }
        }

        if (writer.Finish())
        {
            Take(writer.Finished);
        }

        return true;
    }

    public override bool MoveNextChunk()
    {
        Spoil();
        return ++_chunk < _chunks.Count;
    }

    private void Take(ChunkView chunk) => _chunks.Add((chunk.Encoding, chunk.MinTimeMs, chunk.MaxTimeMs, chunk.Data.ToArray()));

    private void Spoil()
    {
        if (_chunk >= 0 && _chunk < _chunks.Count)
        {
            _chunks[_chunk].Data.AsSpan().Fill(0xFF);
        }
    }
}
