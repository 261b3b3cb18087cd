using System.Numerics;
using Pharos.Model.Histograms;
using ModelHistogram = Pharos.Model.Histograms.Histogram;

namespace Pharos.Instrumentation.Tests;

/// <summary>Native histograms bucket by bucket, and what a bucket holds by exact arithmetic.</summary>
internal static class NativeBuckets
{
    public static ulong TotalOf(ModelHistogram histogram) =>
        histogram.ZeroCount
        + Expand(histogram.PositiveSpans, histogram.PositiveBuckets).Aggregate(0UL, (sum, bucket) => sum + bucket.Count)
        + Expand(histogram.NegativeSpans, histogram.NegativeBuckets).Aggregate(0UL, (sum, bucket) => sum + bucket.Count);

    public static List<(int Index, ulong Count)> Positive(ModelHistogram histogram) =>
        Expand(histogram.PositiveSpans, histogram.PositiveBuckets);

    public static List<(int Index, ulong Count)> Negative(ModelHistogram histogram) =>
        Expand(histogram.NegativeSpans, histogram.NegativeBuckets);

    /// <summary>
    /// Compares a finite number above zero with 2^(index·2^-schema), without rounding: both to the power of 2^schema are powers of two and
    /// integers, or for schemas below zero the bound is a power of two itself.
    /// </summary>
    public static int CompareWithBound(double value, int index, int schema)
    {
        var (mantissa, exponent) = Split(value);
        if (schema < 0)
        {
            return ComparePowers(mantissa, exponent, (long)index << -schema);
        }

        var power = 1 << schema;
        return ComparePowers(BigInteger.Pow(mantissa, power), (long)exponent * power, index);
    }

    private static List<(int Index, ulong Count)> Expand(BucketSpan[] spans, long[] deltas)
    {
        var buckets = new List<(int, ulong)>();
        var (index, at, count) = (0, 0, 0L);
        foreach (var span in spans)
        {
            index += span.Offset;
            for (var i = 0; i < span.Length; i++, index++)
            {
                count += deltas[at++];
                if (count != 0)
                {
                    buckets.Add((index, checked((ulong)count)));
                }
            }
        }

        Assert.Equal(deltas.Length, at);
        return buckets;
    }

    /// <summary>Compares m·2^e with 2^bound.</summary>
    private static int ComparePowers(BigInteger mantissa, long exponent, long bound)
    {
        var shift = bound - exponent;
        return shift >= 0 ? mantissa.CompareTo(BigInteger.One << (int)shift) : (mantissa << (int)-shift).CompareTo(BigInteger.One);
    }

    private static (BigInteger Mantissa, int Exponent) Split(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & ((1L << 52) - 1);
        return exponent == 0 ? (mantissa, -1074) : (mantissa | (1L << 52), exponent - 1075);
    }
}
