namespace Pharos.Model.Histograms;

/// <summary>The bounds of buckets, bit for bit those of the reference: they are compared for equality across programs.</summary>
public static class BucketBounds
{
    private const int FinestSchema = HistogramSchema.ExponentialMax;

    /// <summary>
    /// All bounds of schema 8 within [0.5, 1). The bounds of a lower schema are every second, fourth, ... of them.
    /// </summary>
    private static readonly double[] Fractions = MakeFractions();

    /// <summary>The upper bound, seen from zero, of the bucket with the index; that of the bucket before is the lower one.</summary>
    /// <param name="index">In custom buckets from -1, which gives -Inf, to the number of bounds, which gives +Inf.</param>
    /// <param name="schema">Custom, or between -9 and 8: histograms of a higher one are reduced first.</param>
    /// <param name="customValues">The bounds if the schema is the custom one.</param>
    public static double Upper(int index, int schema, ReadOnlySpan<double> customValues)
    {
        if (!HistogramSchema.IsCustom(schema))
        {
            return UpperExponential(index, schema);
        }

        return (uint)index < (uint)customValues.Length ? customValues[index]
            : index < 0 ? double.NegativeInfinity : double.PositiveInfinity;
    }

    /// <remarks>
    /// The largest double lies a hair below 2^1024, the bound that the last bucket of finite values would have and that no double can hold.
    /// So that bucket ends at the largest double, and the one behind it, which counts infinities, at +Inf.
    /// </remarks>
    public static double UpperExponential(int index, int schema)
    {
        double fraction;
        long exponent;
        if (schema >= 0)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(schema, FinestSchema);
            fraction = Fractions[(index & ((1 << schema) - 1)) << (FinestSchema - schema)];
            exponent = (index >> schema) + 1L;
        }
        else
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(schema, HistogramSchema.ExponentialMinReserved);
            fraction = 0.5;
            exponent = ((long)index << -schema) + 1;
        }

        // Fast path: the result is a normal number, so the exponent only moves into its place.
        if (exponent is >= -1021 and <= 1024)
        {
            return BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(fraction) + (exponent << 52));
        }

        if (exponent == 1025 && fraction == 0.5)
        {
            return double.MaxValue;
        }

        return Math.ScaleB(fraction, (int)Math.Clamp(exponent, -5000, 5000));
    }

    /// <remarks>
    /// Each schema adds the bounds in the middle of those of the schema below: the one before times 2^(2^-n). The first such bound of each
    /// schema is given, since its rounding differs by library; the rest follows from multiplication.
    /// </remarks>
    private static double[] MakeFractions()
    {
        ReadOnlySpan<double> firstBounds =
        [
            0.7071067811865475, 0.5946035575013605, 0.5452538663326288, 0.5221368912137069,
            0.5109485743270583, 0.5054446430258502, 0.5027149505564014, 0.5013556375251013,
        ];
        var fractions = new double[1 << FinestSchema];
        fractions[0] = 0.5;
        for (var schema = 1; schema <= FinestSchema; schema++)
        {
            var step = fractions.Length >> schema;
            var factor = firstBounds[schema - 1] * 2;
            for (var at = step; at < fractions.Length; at += 2 * step)
            {
                fractions[at] = fractions[at - step] * factor;
            }
        }

        return fractions;
    }
}
