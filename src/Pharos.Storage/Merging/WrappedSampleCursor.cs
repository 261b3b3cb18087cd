using Pharos.Model.Histograms;

namespace Pharos.Storage.Merging;

/// <summary>A cursor that is another one, and a different one for each series.</summary>
internal abstract class WrappedSampleCursor : SampleCursor
{
    public override long StartTimestampMs => Inner.StartTimestampMs;

    protected SampleCursor Inner { get; set; } = EmptySampleCursor.Instance;

    public override SampleKind Peek() => Inner.Peek();

    public override void Seek(long timestampMs) => Inner.Seek(timestampMs);

    public override int ReadFloats(Span<long> timestampsMs, Span<double> values) => Inner.ReadFloats(timestampsMs, values);

    public override int ReadFloats(Span<long> timestampsMs, Span<double> values, Span<long> startTimestampsMs) =>
        Inner.ReadFloats(timestampsMs, values, startTimestampsMs);

    public override long ReadHistogram(Histogram histogram) => Inner.ReadHistogram(histogram);

    public override long ReadFloatHistogram(FloatHistogram histogram) => Inner.ReadFloatHistogram(histogram);
}
