using Pharos.Formats.Protobuf;
using Pharos.Foundation.Bytes;
using Pharos.Model.Families;
using Pharos.Model.Histograms;

namespace Pharos.Formats.Writing;

/// <summary>Writes the fields of a Histogram message, by their numbers, as encoders do.</summary>
internal static class HistogramMessageWriter
{
    /// <summary>The finest and coarsest bounds that the format can express.</summary>
    private const int MinSchema = -4;
    private const int MaxSchema = 8;

    public static void Write(ProtoWriter proto, scoped in HistogramPoint point)
    {
        var isFloat = HasFloatCounts(point);
        if (!isFloat)
        {
            proto.VarInt(HistogramFields.SampleCount, (ulong)point.Count);
        }

        proto.Sample(HistogramFields.SampleSum, point.Sum);
        foreach (ref readonly var bucket in point.Buckets)
        {
            Bucket(proto, bucket, isFloat);
        }

        if (isFloat)
        {
            proto.Sample(HistogramFields.SampleCountFloat, point.Count);
        }

        if (point.Native is { Schema: >= MinSchema and <= MaxSchema } native)
        {
            Native(proto, native);
        }
        else if (point.NativeFloat is { Schema: >= MinSchema and <= MaxSchema } nativeFloat)
        {
            NativeFloat(proto, nativeFloat);
        }

        MetricMessageWriter.Timestamp(proto, HistogramFields.StartTimestamp, point.StartTimestampMs);
        foreach (var exemplar in point.NativeExemplars)
        {
            MetricMessageWriter.Exemplar(proto, HistogramFields.Exemplar, exemplar);
        }
    }

    private static bool HasFloatCounts(scoped in HistogramPoint point)
    {
        if (point.Native != null)
        {
            return false;
        }

        if (point.NativeFloat != null || !IsWhole(point.Count))
        {
            return true;
        }

        foreach (ref readonly var bucket in point.Buckets)
        {
            if (!IsWhole(bucket.CumulativeCount))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWhole(double count) => count is >= 0 and < ulong.MaxValue && count == Math.Floor(count);

    private static void Bucket(ProtoWriter proto, in ClassicBucket bucket, bool isFloat)
    {
        var message = proto.BeginMessage(HistogramFields.Bucket);
        if (!isFloat)
        {
            proto.VarInt(BucketFields.CumulativeCount, (ulong)bucket.CumulativeCount);
        }

        proto.Double(BucketFields.UpperBound, bucket.UpperBound);
        if (bucket.Exemplar is { } exemplar)
        {
            MetricMessageWriter.Exemplar(proto, BucketFields.Exemplar, exemplar);
        }

        if (isFloat)
        {
            proto.Sample(BucketFields.CumulativeCountFloat, bucket.CumulativeCount);
        }

        proto.EndMessage(message);
    }

    private static void Native(ProtoWriter proto, Histogram native)
    {
        proto.Signed(HistogramFields.Schema, native.Schema);
        proto.Double(HistogramFields.ZeroThreshold, native.ZeroThreshold);
        proto.VarInt(HistogramFields.ZeroCount, native.ZeroCount);
        Spans(proto, HistogramFields.NegativeSpan, native.NegativeSpans);
        Deltas(proto, HistogramFields.NegativeDelta, native.NegativeBuckets);
        Spans(proto, HistogramFields.PositiveSpan, native.PositiveSpans);
        MarkNative(proto, native.NegativeSpans, native.PositiveSpans);
        Deltas(proto, HistogramFields.PositiveDelta, native.PositiveBuckets);
    }

    private static void NativeFloat(ProtoWriter proto, FloatHistogram native)
    {
        proto.Signed(HistogramFields.Schema, native.Schema);
        proto.Double(HistogramFields.ZeroThreshold, native.ZeroThreshold);
        proto.Sample(HistogramFields.ZeroCountFloat, native.ZeroCount);
        Spans(proto, HistogramFields.NegativeSpan, native.NegativeSpans);
        Counts(proto, HistogramFields.NegativeCount, native.NegativeBuckets);
        Spans(proto, HistogramFields.PositiveSpan, native.PositiveSpans);
        MarkNative(proto, native.NegativeSpans, native.PositiveSpans);
        Counts(proto, HistogramFields.PositiveCount, native.PositiveBuckets);
    }

    /// <summary>A histogram without buckets is known as native by a span of no length; readers look at spans before all else.</summary>
    private static void MarkNative(ProtoWriter proto, BucketSpan[] negative, BucketSpan[] positive)
    {
        if (negative.Length == 0 && positive.Length == 0)
        {
            Span(proto, HistogramFields.PositiveSpan, default);
        }
    }

    private static void Spans(ProtoWriter proto, int field, BucketSpan[] spans)
    {
        foreach (var span in spans)
        {
            Span(proto, field, span);
        }
    }

    private static void Span(ProtoWriter proto, int field, BucketSpan span)
    {
        var message = proto.BeginMessage(field);
        proto.Signed(BucketSpanFields.Offset, span.Offset);
        proto.VarInt(BucketSpanFields.Length, span.Length);
        proto.EndMessage(message);
    }

    // One field per bucket, as client libraries write them and therefore every reader knows them.

    private static void Deltas(ProtoWriter proto, int field, long[] deltas)
    {
        foreach (var delta in deltas)
        {
            proto.Signed(field, delta);
        }
    }

    private static void Counts(ProtoWriter proto, int field, double[] counts)
    {
        foreach (var count in counts)
        {
            proto.Sample(field, count);
        }
    }
}
