using System.Runtime.InteropServices;
using Pharos.Model.Histograms;

namespace Pharos.Storage.Chunks;

/// <summary>
/// What all samples of a histogram chunk have in common, written once before the first of them. Its arrays go into the histograms that
/// are read and are never written to.
/// </summary>
internal sealed class HistogramLayout
{
    public int Schema { get; private set; }

    public double ZeroThreshold { get; private set; }

    public BucketSpan[] PositiveSpans { get; private set; } = [];

    public BucketSpan[] NegativeSpans { get; private set; } = [];

    public double[] CustomValues { get; private set; } = [];

    public int PositiveBuckets { get; private set; }

    public int NegativeBuckets { get; private set; }

    /// <summary>Takes another layout over, with copies of arrays that are not the same.</summary>
    public void Set(
        int schema, double zeroThreshold, ReadOnlySpan<BucketSpan> positive, ReadOnlySpan<BucketSpan> negative, ReadOnlySpan<double> customValues)
    {
        Schema = schema;
        ZeroThreshold = zeroThreshold;
        PositiveSpans = Keep(PositiveSpans, positive);
        NegativeSpans = Keep(NegativeSpans, negative);
        CustomValues = AreSame(CustomValues, customValues) ? CustomValues : customValues.ToArray();
        PositiveBuckets = (int)CountBuckets(positive);
        NegativeBuckets = (int)CountBuckets(negative);
    }

    public void Write(BitWriter bits)
    {
        ZeroThresholdCode.Write(bits, ZeroThreshold);
        bits.PutVarBits(Schema);
        WriteSpans(bits, PositiveSpans);
        WriteSpans(bits, NegativeSpans);
        if (HistogramSchema.IsCustom(Schema))
        {
            bits.PutVarBitsUnsigned((ulong)CustomValues.Length);
            foreach (var bound in CustomValues)
            {
                CustomBoundCode.Write(bits, bound);
            }
        }
    }

    /// <summary>Reads a layout. Arrays stay the same if they are.</summary>
    /// <param name="bucketBits">The least bits that a bucket takes in the first sample: more buckets than can follow are corruption.</param>
    public void Read(ref BitReader bits, int bucketBits)
    {
        ZeroThreshold = ZeroThresholdCode.Read(ref bits);
        var schema = bits.ReadVarBits();
        if (schema is < int.MinValue or > int.MaxValue || !HistogramSchema.IsKnown((int)schema))
        {
            bits.ThrowCorrupt($"the histograms have the unknown schema {schema}");
        }

        Schema = (int)schema;
        PositiveSpans = ReadSpans(ref bits, PositiveSpans);
        NegativeSpans = ReadSpans(ref bits, NegativeSpans);
        CustomValues = HistogramSchema.IsCustom(Schema) ? ReadCustomValues(ref bits, CustomValues) : [];
        var positive = CountBuckets(PositiveSpans);
        var negative = CountBuckets(NegativeSpans);
        if (positive + negative > bits.Remaining / bucketBits)
        {
            bits.ThrowCorrupt($"the chunk is too short for the {positive + negative} buckets that its spans describe");
        }

        PositiveBuckets = (int)positive;
        NegativeBuckets = (int)negative;
    }

    /// <summary>How many buckets the spans have together.</summary>
    public static long CountBuckets(ReadOnlySpan<BucketSpan> spans)
    {
        long count = 0;
        foreach (var span in spans)
        {
            count += span.Length;
        }

        return count;
    }

    /// <summary>Whether spans follow each other and index their buckets within 32 bits.</summary>
    public static bool AreInOrder(ReadOnlySpan<BucketSpan> spans)
    {
        long index = 0;
        for (var i = 0; i < spans.Length; i++)
        {
            index += (long)spans[i].Offset + spans[i].Length;
            if ((i > 0 && spans[i].Offset < 0) || index > int.MaxValue)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether bounds are equal bit by bit.</summary>
    private static bool AreSame(ReadOnlySpan<double> left, ReadOnlySpan<double> right) =>
        MemoryMarshal.Cast<double, ulong>(left).SequenceEqual(MemoryMarshal.Cast<double, ulong>(right));

    private static BucketSpan[] Keep(BucketSpan[] old, ReadOnlySpan<BucketSpan> spans) =>
        old.AsSpan().SequenceEqual(spans) ? old : spans.ToArray();

    private static void WriteSpans(BitWriter bits, BucketSpan[] spans)
    {
        bits.PutVarBitsUnsigned((ulong)spans.Length);
        foreach (var span in spans)
        {
            bits.PutVarBitsUnsigned(span.Length);
            bits.PutVarBits(span.Offset);
        }
    }

    private static BucketSpan[] ReadSpans(ref BitReader bits, BucketSpan[] old)
    {
        var count = bits.ReadVarBitsUnsigned();

        // Length and offset take a bit each at least.
        if (count > bits.Remaining / 2)
        {
            bits.ThrowCorrupt($"the chunk is too short for {count} spans");
        }

        // As long as they are those of the chunk before, its array serves.
        BucketSpan[]? read = old.Length == (int)count ? null : new BucketSpan[count];
        for (var i = 0; i < (int)count; i++)
        {
            var length = bits.ReadVarBitsUnsigned();
            var offset = bits.ReadVarBits();
            if (length > uint.MaxValue || offset is < int.MinValue or > int.MaxValue)
            {
                bits.ThrowCorrupt("a span of buckets reaches beyond 32 bits");
            }

            var span = new BucketSpan((int)offset, (uint)length);
            if (read is null && span != old[i])
            {
                read = [.. old];
            }

            if (read is not null)
            {
                read[i] = span;
            }
        }

        return read ?? old;
    }

    private static double[] ReadCustomValues(ref BitReader bits, double[] old)
    {
        var count = bits.ReadVarBitsUnsigned();

        // The shortest bound has five bits.
        if (count > bits.Remaining / 5)
        {
            bits.ThrowCorrupt($"the chunk is too short for {count} custom bounds");
        }

        double[]? read = old.Length == (int)count ? null : new double[count];
        for (var i = 0; i < (int)count; i++)
        {
            var bound = CustomBoundCode.Read(ref bits);
            if (read is null && BitConverter.DoubleToUInt64Bits(bound) != BitConverter.DoubleToUInt64Bits(old[i]))
            {
                read = [.. old];
            }

            if (read is not null)
            {
                read[i] = bound;
            }
        }

        return read ?? old;
    }
}
