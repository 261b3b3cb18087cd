using System.Runtime.InteropServices;

namespace Pharos.Model.Histograms;

public sealed partial class FloatHistogram
{
    /// <summary>
    /// Whether both hold the same data: the same buckets, empty ones included, with bit for bit the same counts and sum, so that NaN equals
    /// itself and nothing else. The counter reset hint is not data; spans without buckets make no difference.
    /// </summary>
    public bool ContentEquals(FloatHistogram? other) =>
        other is not null
        && Schema == other.Schema
        && SameBits(Count, other.Count)
        && SameBits(Sum, other.Sum)
        && (!UsesCustomBuckets || CustomBounds.Match(CustomValues, other.CustomValues))
        && ZeroThreshold == other.ZeroThreshold
        && SameBits(ZeroCount, other.ZeroCount)
        && BucketLayout.Matches(NegativeSpans, other.NegativeSpans)
        && SameBits(NegativeBuckets, other.NegativeBuckets)
        && BucketLayout.Matches(PositiveSpans, other.PositiveSpans)
        && SameBits(PositiveBuckets, other.PositiveBuckets);

    private static bool SameBits(double left, double right) =>
        BitConverter.DoubleToUInt64Bits(left) == BitConverter.DoubleToUInt64Bits(right);

    private static bool SameBits(ReadOnlySpan<double> left, ReadOnlySpan<double> right) =>
        MemoryMarshal.Cast<double, ulong>(left).SequenceEqual(MemoryMarshal.Cast<double, ulong>(right));
}
