using Pharos.Model;
using Pharos.Model.Histograms;
using Pharos.Storage.Chunks;

namespace Pharos.Storage.Merging;

internal sealed class EmptySeriesSet : SeriesSet
{
    public static EmptySeriesSet Instance { get; } = new();

    public override LabelsView Labels => throw new InvalidOperationException("there is no series");

    public override bool MoveNext() => false;

    public override SampleCursor Samples(SampleCursor? reuse = null) => EmptySampleCursor.Instance;
}

internal sealed class EmptyChunkSeriesSet : ChunkSeriesSet
{
    public static EmptyChunkSeriesSet Instance { get; } = new();

    public override LabelsView Labels => throw new InvalidOperationException("there is no series");

    public override ChunkView Chunk => throw new InvalidOperationException("there is no chunk");

    public override bool MoveNext() => false;

    public override bool MoveNextChunk() => false;
}

internal sealed class EmptySampleCursor : SampleCursor
{
    public static EmptySampleCursor Instance { get; } = new();

    public override SampleKind Peek() => SampleKind.None;

    public override void Seek(long timestampMs)
    {
    }

    public override int ReadFloats(Span<long> timestampsMs, Span<double> values) => 0;

    public override long ReadHistogram(Histogram histogram) => throw new InvalidOperationException("there is no sample");

    public override long ReadFloatHistogram(FloatHistogram histogram) => throw new InvalidOperationException("there is no sample");
}
