using Pharos.Foundation.Bytes;
using Pharos.Model.Histograms;

namespace Pharos.Formats.Protobuf;

/// <summary>
/// Makes native histograms out of a Histogram message. Empty buckets and spans are left out, adjacent spans become one, so that no
/// bucket is stored that says nothing; arrays are sized by what is in the message and never by what it claims.
/// </summary>
internal static class NativeHistogramDecoder
{
    public static Histogram ReadInteger(in HistogramMessage message, ReadOnlySpan<byte> buffer, ProtoRange range, bool isGauge)
    {
        var positive = new NativeBucketReader(buffer, range, NativeBucketFields.PositiveDeltas);
        positive.Measure(out var positiveSpans, out var positiveBuckets);
        var negative = new NativeBucketReader(buffer, range, NativeBucketFields.NegativeDeltas);
        negative.Measure(out var negativeSpans, out var negativeBuckets);
        var histogram = new Histogram
        {
            CounterResetHint = isGauge ? CounterResetHint.Gauge : CounterResetHint.Unknown,
            Schema = message.Schema,
            ZeroThreshold = message.ZeroThreshold,
            ZeroCount = message.ZeroCount,
            Count = message.Count,
            Sum = message.Sum,
            PositiveSpans = NewArray<BucketSpan>(positiveSpans),
            PositiveBuckets = NewArray<long>(positiveBuckets),
            NegativeSpans = NewArray<BucketSpan>(negativeSpans),
            NegativeBuckets = NewArray<long>(negativeBuckets),
        };
        FillDeltas(positive, histogram.PositiveSpans, histogram.PositiveBuckets);
        FillDeltas(negative, histogram.NegativeSpans, histogram.NegativeBuckets);
        return histogram;
    }

    public static FloatHistogram ReadFloat(in HistogramMessage message, ReadOnlySpan<byte> buffer, ProtoRange range, bool isGauge)
    {
        var positive = new NativeBucketReader(buffer, range, NativeBucketFields.PositiveCounts);
        positive.Measure(out var positiveSpans, out var positiveBuckets);
        var negative = new NativeBucketReader(buffer, range, NativeBucketFields.NegativeCounts);
        negative.Measure(out var negativeSpans, out var negativeBuckets);
        var histogram = new FloatHistogram
        {
            CounterResetHint = isGauge ? CounterResetHint.Gauge : CounterResetHint.Unknown,
            Schema = message.Schema,
            ZeroThreshold = message.ZeroThreshold,
            ZeroCount = message.ZeroCountFloat,
            Count = message.CountFloat,
            Sum = message.Sum,
            PositiveSpans = NewArray<BucketSpan>(positiveSpans),
            PositiveBuckets = NewArray<double>(positiveBuckets),
            NegativeSpans = NewArray<BucketSpan>(negativeSpans),
            NegativeBuckets = NewArray<double>(negativeBuckets),
        };
        FillCounts(positive, histogram.PositiveSpans, histogram.PositiveBuckets);
        FillCounts(negative, histogram.NegativeSpans, histogram.NegativeBuckets);
        return histogram;
    }

    private static T[] NewArray<T>(int length) => length == 0 ? [] : new T[length];

    private static void FillDeltas(NativeBucketReader reader, BucketSpan[] spans, long[] buckets)
    {
        var layout = new SpanLayout(spans);
        var at = 0;
        long previous = 0;
        while (reader.MoveNext())
        {
            if (reader.Count != 0)
            {
                layout.Add(reader.Index);
                buckets[at++] = reader.Count - previous;
                previous = reader.Count;
            }
        }
    }

    private static void FillCounts(NativeBucketReader reader, BucketSpan[] spans, double[] buckets)
    {
        var layout = new SpanLayout(spans);
        var at = 0;
        while (reader.MoveNext())
        {
            if (reader.FloatCount != 0)
            {
                layout.Add(reader.Index);
                buckets[at++] = reader.FloatCount;
            }
        }
    }
}

/// <summary>Turns the indexes of buckets into spans. With no array to fill, it counts how many there will be.</summary>
internal ref struct SpanLayout
{
    private readonly Span<BucketSpan> _spans;
    private int _end;

    public SpanLayout(Span<BucketSpan> spans)
    {
        _spans = spans;
        _end = 0;
        Count = 0;
    }

    public int Count { get; private set; }

    public void Add(int index)
    {
        if (Count == 0 || index != _end)
        {
            if (!_spans.IsEmpty)
            {
                _spans[Count] = new BucketSpan(unchecked(index - _end), 0);
            }

            Count++;
        }

        if (!_spans.IsEmpty)
        {
            ref var span = ref _spans[Count - 1];
            span = span with { Length = span.Length + 1 };
        }

        _end = unchecked(index + 1);
    }
}
