using System.Buffers.Binary;
using System.Text;
using Pharos.Foundation.Bytes;
using Pharos.Foundation.Compression;
using Pharos.Model.Histograms;

namespace Pharos.Compatibility.Tests.Storage;

/// <summary>A request of remote write 1.0: protobuf, in Snappy's block format.</summary>
internal static class RemoteWriteRequest
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;

    public static byte[] Of(IEnumerable<StoredSample> samples)
    {
        var request = new ByteBuffer();
        foreach (var series in samples.GroupBy(static sample => sample.Series))
        {
            Message(request, 1, body =>
            {
                foreach (var label in series.Key.View)
                {
                    var (name, value) = (Encoding.UTF8.GetString(label.Name), Encoding.UTF8.GetString(label.Value));
                    Message(body, 1, pair =>
                    {
                        Message(pair, 1, text => text.Append(name));
                        Message(pair, 2, text => text.Append(value));
                    });
                }

                foreach (var sample in series)
                {
                    Append(body, sample);
                }
            });
        }

        var compressed = new byte[SnappyEncoder.MaxEncodedLength(request.Length)];
        return compressed[..new SnappyEncoder().Encode(request.Written, compressed)];
    }

    private static void Append(ByteBuffer series, StoredSample sample)
    {
        if (sample.Histogram is { } histogram)
        {
            Message(series, 4, body => AppendWhole(body, histogram, sample.TimestampMs));
        }
        else if (sample.FloatHistogram is { } floatHistogram)
        {
            Message(series, 4, body => AppendBroken(body, floatHistogram, sample.TimestampMs));
        }
        else
        {
            Message(series, 2, body =>
            {
                Double(body, 1, sample.Value);
                Number(body, 2, (ulong)sample.TimestampMs);
            });
        }
    }

    private static void AppendWhole(ByteBuffer body, Histogram histogram, long timestampMs)
    {
        Number(body, 1, histogram.Count);
        Double(body, 3, histogram.Sum);
        Number(body, 4, ZigZag(histogram.Schema));
        Double(body, 5, histogram.ZeroThreshold);
        Number(body, 6, histogram.ZeroCount);
        Spans(body, 8, histogram.NegativeSpans);
        Message(body, 9, packed => Array.ForEach(histogram.NegativeBuckets, delta => packed.AppendVarInt(ZigZag(delta))));
        Spans(body, 11, histogram.PositiveSpans);
        Message(body, 12, packed => Array.ForEach(histogram.PositiveBuckets, delta => packed.AppendVarInt(ZigZag(delta))));
        Number(body, 15, (ulong)timestampMs);
        Message(body, 16, packed => Array.ForEach(histogram.CustomValues, bound => Bits(packed, bound)));
    }

    private static void AppendBroken(ByteBuffer body, FloatHistogram histogram, long timestampMs)
    {
        Double(body, 2, histogram.Count);
        Double(body, 3, histogram.Sum);
        Number(body, 4, ZigZag(histogram.Schema));
        Double(body, 5, histogram.ZeroThreshold);
        Double(body, 7, histogram.ZeroCount);
        Spans(body, 8, histogram.NegativeSpans);
        Message(body, 10, packed => Array.ForEach(histogram.NegativeBuckets, count => Bits(packed, count)));
        Spans(body, 11, histogram.PositiveSpans);
        Message(body, 13, packed => Array.ForEach(histogram.PositiveBuckets, count => Bits(packed, count)));
        Number(body, 15, (ulong)timestampMs);
        Message(body, 16, packed => Array.ForEach(histogram.CustomValues, bound => Bits(packed, bound)));
    }

    private static void Spans(ByteBuffer body, int field, BucketSpan[] spans)
    {
        foreach (var span in spans)
        {
            Message(body, field, message =>
            {
                Number(message, 1, ZigZag(span.Offset));
                Number(message, 2, span.Length);
            });
        }
    }

    private static void Message(ByteBuffer buffer, int field, Action<ByteBuffer> write)
    {
        var message = new ByteBuffer();
        write(message);
        Tag(buffer, field, Delimited);
        buffer.AppendVarInt((ulong)message.Length);
        buffer.Append(message.Written);
    }

    private static void Number(ByteBuffer buffer, int field, ulong value)
    {
        Tag(buffer, field, Varint);
        buffer.AppendVarInt(value);
    }

    private static void Double(ByteBuffer buffer, int field, double value)
    {
        Tag(buffer, field, Fixed64);
        Bits(buffer, value);
    }

    private static void Bits(ByteBuffer buffer, double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(buffer.GetSpan(sizeof(double)), value);
        buffer.Advance(sizeof(double));
    }

    private static void Tag(ByteBuffer buffer, int field, int kind) => buffer.AppendVarInt((ulong)((field << 3) | kind));

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));
}
