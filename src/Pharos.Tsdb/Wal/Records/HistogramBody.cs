using Pharos.Foundation.Bytes;
using Pharos.Model.Histograms;

namespace Pharos.Tsdb.Wal.Records;

/// <summary>Native histograms as records hold them.</summary>
internal static class HistogramBody
{
    /// <summary>Up to here spans are read into memory of the stack.</summary>
    private const int MaxSpansOnStack = 64;

    public static void Append(ByteBuffer destination, Histogram histogram)
    {
        destination.Append((byte)histogram.CounterResetHint);
        destination.AppendSignedVarInt(histogram.Schema);
        destination.AppendDouble(histogram.ZeroThreshold);
        destination.AppendVarInt(histogram.ZeroCount);
        destination.AppendVarInt(histogram.Count);
        destination.AppendDouble(histogram.Sum);
        AppendSpans(destination, histogram.PositiveSpans);
        AppendSpans(destination, histogram.NegativeSpans);
        AppendDeltas(destination, histogram.PositiveBuckets);
        AppendDeltas(destination, histogram.NegativeBuckets);
        if (histogram.UsesCustomBuckets)
        {
            AppendDoubles(destination, histogram.CustomValues);
        }
    }

    public static void Append(ByteBuffer destination, FloatHistogram histogram)
    {
        destination.Append((byte)histogram.CounterResetHint);
        destination.AppendSignedVarInt(histogram.Schema);
        destination.AppendDouble(histogram.ZeroThreshold);
        destination.AppendDouble(histogram.ZeroCount);
        destination.AppendDouble(histogram.Count);
        destination.AppendDouble(histogram.Sum);
        AppendSpans(destination, histogram.PositiveSpans);
        AppendSpans(destination, histogram.NegativeSpans);
        AppendDoubles(destination, histogram.PositiveBuckets);
        AppendDoubles(destination, histogram.NegativeBuckets);
        if (histogram.UsesCustomBuckets)
        {
            AppendDoubles(destination, histogram.CustomValues);
        }
    }

    /// <summary>Overwrites all of the target. Arrays are kept where the new ones have the same length, or for shared ones content.</summary>
    public static void Read(ref RecordCursor cursor, Histogram target)
    {
        target.CounterResetHint = ReadHint(ref cursor);
        target.Schema = (int)cursor.SignedVarInt();
        target.ZeroThreshold = cursor.Double();
        target.ZeroCount = cursor.VarInt();
        target.Count = cursor.VarInt();
        target.Sum = cursor.Double();
        target.PositiveSpans = ReadSpans(ref cursor, target.PositiveSpans);
        target.NegativeSpans = ReadSpans(ref cursor, target.NegativeSpans);
        target.PositiveBuckets = ReadDeltas(ref cursor, target.PositiveBuckets);
        target.NegativeBuckets = ReadDeltas(ref cursor, target.NegativeBuckets);
        target.CustomValues = target.UsesCustomBuckets ? ReadBounds(ref cursor, target.CustomValues) : [];
    }

    /// <inheritdoc cref="Read(ref RecordCursor, Histogram)"/>
    public static void Read(ref RecordCursor cursor, FloatHistogram target)
    {
        target.CounterResetHint = ReadHint(ref cursor);
        target.Schema = (int)cursor.SignedVarInt();
        target.ZeroThreshold = cursor.Double();
        target.ZeroCount = cursor.Double();
        target.Count = cursor.Double();
        target.Sum = cursor.Double();
        target.PositiveSpans = ReadSpans(ref cursor, target.PositiveSpans);
        target.NegativeSpans = ReadSpans(ref cursor, target.NegativeSpans);
        target.PositiveBuckets = ReadCounts(ref cursor, target.PositiveBuckets);
        target.NegativeBuckets = ReadCounts(ref cursor, target.NegativeBuckets);
        target.CustomValues = target.UsesCustomBuckets ? ReadBounds(ref cursor, target.CustomValues) : [];
    }

    private static CounterResetHint ReadHint(ref RecordCursor cursor)
    {
        var hint = (CounterResetHint)cursor.Byte();
        return hint <= CounterResetHint.Gauge ? hint : CounterResetHint.Unknown;
    }

    private static void AppendSpans(ByteBuffer destination, BucketSpan[] spans)
    {
        destination.AppendVarInt((ulong)spans.Length);
        foreach (var span in spans)
        {
            destination.AppendSignedVarInt(span.Offset);
            destination.AppendVarInt(span.Length);
        }
    }

    private static BucketSpan[] ReadSpans(ref RecordCursor cursor, BucketSpan[] known)
    {
        var count = cursor.Count(minBytes: 2);
        Span<BucketSpan> spans = count <= MaxSpansOnStack ? stackalloc BucketSpan[MaxSpansOnStack] : new BucketSpan[count];
        spans = spans[..count];
        for (var i = 0; i < count; i++)
        {
            var offset = (int)cursor.SignedVarInt();
            spans[i] = new BucketSpan(offset, (uint)cursor.VarInt());
        }

        // Histograms of one series mostly have the layout of the one before. The array may be shared, so it is kept or left alone.
        return spans.SequenceEqual(known) ? known : spans.ToArray();
    }

    private static void AppendDeltas(ByteBuffer destination, long[] deltas)
    {
        destination.AppendVarInt((ulong)deltas.Length);
        foreach (var delta in deltas)
        {
            destination.AppendSignedVarInt(delta);
        }
    }

    private static long[] ReadDeltas(ref RecordCursor cursor, long[] known)
    {
        var count = cursor.Count(minBytes: 1);
        var deltas = known.Length == count ? known : new long[count];
        for (var i = 0; i < count; i++)
        {
            deltas[i] = cursor.SignedVarInt();
        }

        return deltas;
    }

    private static void AppendDoubles(ByteBuffer destination, double[] values)
    {
        destination.AppendVarInt((ulong)values.Length);
        foreach (var value in values)
        {
            destination.AppendDouble(value);
        }
    }

    private static double[] ReadCounts(ref RecordCursor cursor, double[] known)
    {
        var count = cursor.Count(minBytes: sizeof(double));
        return ReadDoubles(ref cursor, known.Length == count ? known : new double[count]);
    }

    private static double[] ReadDoubles(ref RecordCursor cursor, double[] values)
    {
        foreach (ref var value in values.AsSpan())
        {
            value = cursor.Double();
        }

        return values;
    }

    /// <summary>Bounds are shared between histograms: the array is kept if it holds the same bits, and else left alone.</summary>
    private static double[] ReadBounds(ref RecordCursor cursor, double[] known)
    {
        var count = cursor.Count(minBytes: sizeof(double));
        var same = cursor;
        var isKnown = known.Length == count;
        for (var i = 0; i < count && isKnown; i++)
        {
            isKnown = same.UInt64() == BitConverter.DoubleToUInt64Bits(known[i]);
        }

        if (isKnown)
        {
            cursor = same;
            return known;
        }

        return ReadDoubles(ref cursor, new double[count]);
    }
}
