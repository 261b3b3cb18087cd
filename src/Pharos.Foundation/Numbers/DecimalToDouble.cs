using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pharos.Foundation.Numbers;

/// <summary>
/// The double nearest to w × 10^q, by Lemire's method: one or two multiplications with a 128-bit approximation of the power of five
/// settle all but the rarest cases ("Number Parsing at a Gigabyte per Second", 2021).
/// </summary>
internal static class DecimalToDouble
{
    private const int SmallestPower = PowersOfFive.Smallest;
    private const int LargestPower = 308;
    private const int MantissaBits = 52;
    private const int ExponentBias = 1023;

    /// <summary>False where the approximation cannot tell how to round; infinity where the number is too large.</summary>
    public static bool TryConvert(ulong w, int q, out double value)
    {
        if (w == 0 || q < SmallestPower)
        {
            value = 0;
            return true;
        }

        if (q > LargestPower)
        {
            value = double.PositiveInfinity;
            return true;
        }

        var leadingZeros = BitOperations.LeadingZeroCount(w);
        var high = Multiply(q, w << leadingZeros, out var low);
        if (low == ulong.MaxValue && q is < -27 or > 55)
        {
            value = 0;
            return false;
        }

        // The product has its first bit at the top or just below it; keep the mantissa, its implicit bit and one bit to round by.
        var topBit = (int)(high >> 63);
        var shift = topBit + 64 - MantissaBits - 3;
        var mantissa = high >> shift;
        var exponent = BinaryExponent(q) + topBit - leadingZeros + ExponentBias;
        if (exponent <= 0)
        {
            value = Subnormal(mantissa, exponent);
            return true;
        }

        // Exactly half way, which only few powers allow: round to even, so drop the bit that would round up.
        if (low <= 1 && q is >= -4 and <= 23 && (mantissa & 3) == 1 && mantissa << shift == high)
        {
            mantissa &= ~1UL;
        }

        mantissa = (mantissa + (mantissa & 1)) >> 1;
        if (mantissa >= 2UL << MantissaBits)
        {
            mantissa = 1UL << MantissaBits;
            exponent++;
        }

        value = exponent >= 2 * ExponentBias + 1
            ? double.PositiveInfinity
            : BitConverter.UInt64BitsToDouble((mantissa & ~(1UL << MantissaBits)) | ((ulong)exponent << MantissaBits));
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Multiply(int q, ulong w, out ulong low)
    {
        // The bits below the mantissa, its implicit bit and two more. Unless all are set, the second half cannot carry into those above.
        const ulong Mask = ulong.MaxValue >> (MantissaBits + 3);
        var high = Math.BigMul(w, PowersOfFive.High(q), out low);
        if ((high & Mask) == Mask)
        {
            var carry = Math.BigMul(w, PowersOfFive.Low(q), out _);
            low += carry;
            if (low < carry)
            {
                high++;
            }
        }

        return high;
    }

    /// <summary>The exponent of 10^q as a power of two, rounded down, plus 63: log2(10) in 16-bit fixed point.</summary>
    private static int BinaryExponent(int q) => (((152170 + 65536) * q) >> 16) + 63;

    private static double Subnormal(ulong mantissa, int exponent)
    {
        if (1 - exponent >= 64)
        {
            return 0;
        }

        mantissa >>= 1 - exponent;
        mantissa = (mantissa + (mantissa & 1)) >> 1;

        // Rounding up may make it the smallest normal number, whose bits follow on.
        return BitConverter.UInt64BitsToDouble(mantissa);
    }
}
