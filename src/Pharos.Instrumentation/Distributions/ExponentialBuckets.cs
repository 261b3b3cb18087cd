using System.Diagnostics;
using Pharos.Model.Histograms;

namespace Pharos.Instrumentation.Distributions;

/// <summary>
/// The buckets of native histograms: bucket i of schema s holds what is above 2^((i-1)·2^-s) and at or below 2^(i·2^-s). Halving the
/// resolution, to schema s-1, joins the buckets 2i-1 and 2i to bucket i.
/// </summary>
internal static class ExponentialBuckets
{
    public const int MinSchema = HistogramSchema.ExponentialMin;
    public const int MaxSchema = HistogramSchema.ExponentialMax;

    private const int MantissaBits = 52;
    private const int ExponentBias = 1023;

    // The bounds of the finest schema within one power of two; those of coarser ones are every second of them, every fourth …
    private static readonly double[] Bounds = MakeBounds();

    /// <summary>The coarsest schema in which bounds follow each other by no more than the factor.</summary>
    public static int SchemaFor(double factor)
    {
        for (var schema = MinSchema; schema < MaxSchema; schema++)
        {
            if (Math.Pow(2, Math.ScaleB(1, -schema)) <= factor)
            {
                return schema;
            }
        }

        return MaxSchema;
    }

    /// <summary>The bucket of a magnitude above zero. Infinity has a bucket of its own, beyond that of the largest number.</summary>
    public static int IndexOf(double magnitude, int schema)
    {
        Debug.Assert(magnitude > 0, "Zero and NaN have no bucket.");
        if (double.IsPositiveInfinity(magnitude))
        {
            return IndexOf(double.MaxValue, schema) + 1;
        }

        var bits = BitConverter.DoubleToUInt64Bits(magnitude);
        var exponent = (int)(bits >> MantissaBits) - ExponentBias;
        if (exponent == -ExponentBias)
        {
            // A subnormal number: scaled into the range of the others, and back by as many powers of two.
            bits = BitConverter.DoubleToUInt64Bits(magnitude * (1UL << MantissaBits));
            exponent = (int)(bits >> MantissaBits) - ExponentBias - MantissaBits;
        }

        var mantissa = bits & ((1UL << MantissaBits) - 1);
        if (schema <= 0)
        {
            // Rounded up to a multiple of the buckets' width in powers of two.
            var least = mantissa == 0 ? exponent : exponent + 1;
            return -(-least >> -schema);
        }

        var fraction = BitConverter.UInt64BitsToDouble(mantissa | ((ulong)ExponentBias << MantissaBits));
        return (exponent << schema) + (mantissa == 0 ? 0 : IndexOfFraction(fraction, schema));
    }

    /// <summary>The largest number of the bucket. That of the last finite bucket is what a double can hold.</summary>
    public static double UpperBound(int index, int schema) => BucketBounds.UpperExponential(index, schema);

    /// <summary>The bucket that this one becomes part of when the schema is lowered by one.</summary>
    public static int Halve(int index) => (index + 1) >> 1;

    /// <summary>How many bounds, from 1 on, are below a number between 1 and 2; its bucket is so many after the power's own.</summary>
    private static int IndexOfFraction(double fraction, int schema)
    {
        var shift = MaxSchema - schema;
        var low = 1;
        var high = 1 << schema;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (Bounds[middle << shift] < fraction)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static double[] MakeBounds()
    {
        var bounds = new double[1 << MaxSchema];
        for (var i = 0; i < bounds.Length; i++)
        {
            bounds[i] = BucketBounds.UpperExponential(i, MaxSchema);
        }

        return bounds;
    }
}
