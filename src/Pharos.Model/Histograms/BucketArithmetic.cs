using System.Numerics;

namespace Pharos.Model.Histograms;

/// <summary>
/// Loops over bucket counts of one layout. Each element gets the same operations whether it falls into a vector or into the rest, so
/// results do not depend on the machine.
/// </summary>
internal static class BucketArithmetic
{
    public static void Add(Span<double> sums, ReadOnlySpan<double> values)
    {
        values = values[..sums.Length];
        var at = 0;
        for (; at <= sums.Length - Vector<double>.Count; at += Vector<double>.Count)
        {
            (new Vector<double>(sums[at..]) + new Vector<double>(values[at..])).CopyTo(sums[at..]);
        }

        for (; at < sums.Length; at++)
        {
            sums[at] += values[at];
        }
    }

    public static void Subtract(Span<double> sums, ReadOnlySpan<double> values)
    {
        values = values[..sums.Length];
        var at = 0;
        for (; at <= sums.Length - Vector<double>.Count; at += Vector<double>.Count)
        {
            (new Vector<double>(sums[at..]) - new Vector<double>(values[at..])).CopyTo(sums[at..]);
        }

        for (; at < sums.Length; at++)
        {
            sums[at] -= values[at];
        }
    }

    public static void Multiply(Span<double> values, double factor)
    {
        var factors = new Vector<double>(factor);
        var at = 0;
        for (; at <= values.Length - Vector<double>.Count; at += Vector<double>.Count)
        {
            (new Vector<double>(values[at..]) * factors).CopyTo(values[at..]);
        }

        for (; at < values.Length; at++)
        {
            values[at] *= factor;
        }
    }

    public static void Divide(Span<double> values, double divisor)
    {
        var divisors = new Vector<double>(divisor);
        var at = 0;
        for (; at <= values.Length - Vector<double>.Count; at += Vector<double>.Count)
        {
            (new Vector<double>(values[at..]) / divisors).CopyTo(values[at..]);
        }

        for (; at < values.Length; at++)
        {
            values[at] /= divisor;
        }
    }

    /// <summary>Whether a value is less than the one at the same place in <paramref name="floors"/>.</summary>
    public static bool AnyBelow(ReadOnlySpan<double> values, ReadOnlySpan<double> floors)
    {
        floors = floors[..values.Length];
        var at = 0;
        for (; at <= values.Length - Vector<double>.Count; at += Vector<double>.Count)
        {
            if (Vector.LessThanAny(new Vector<double>(values[at..]), new Vector<double>(floors[at..])))
            {
                return true;
            }
        }

        for (; at < values.Length; at++)
        {
            if (values[at] < floors[at])
            {
                return true;
            }
        }

        return false;
    }

    public static bool AnyInfinite(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (double.IsInfinity(value))
            {
                return true;
            }
        }

        return false;
    }
}
