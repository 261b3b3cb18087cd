using System.Runtime.CompilerServices;

namespace Pharos.Foundation.Numbers;

/// <summary>
/// The shortest decimal number that reads back as a given double, and of those the nearest one, by Giulietti's method: the double and the
/// limits of what rounds to it, scaled to whole numbers by one power of ten, tell it ("The Schubfach way to render doubles", 2020).
/// </summary>
internal static class ShortestDecimal
{
    private const int MantissaBits = 52;
    private const int ExponentBias = 1075;

    /// <param name="value">Finite, above zero.</param>
    /// <returns>The value is digits × 10^power; the last digit is not zero.</returns>
    public static (ulong Digits, int Power) Of(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        var fraction = bits & ((1UL << MantissaBits) - 1);
        var exponent = (int)(bits >> MantissaBits);
        var mantissa = exponent == 0 ? fraction : fraction | 1UL << MantissaBits;
        exponent = Math.Max(exponent, 1) - ExponentBias;

        // Right at a power of two the next smaller double is only half as far away as the next larger one.
        var isPowerOfTwo = fraction == 0 && exponent > 1 - ExponentBias;
        var power = isPowerOfTwo ? FloorLog10OfThreeQuarters(exponent) : FloorLog10(exponent);
        var shift = exponent + FloorLog2OfTen(-power) + 1;
        var scale = new Scale(-power);

        // In quarters, so that the limits half way to the neighbours are whole: an even mantissa owns them, an odd one does not.
        var isOdd = mantissa & 1;
        var lower = scale.Multiply(4 * mantissa - (isPowerOfTwo ? 1UL : 2UL) << shift) + isOdd;
        var exact = scale.Multiply(4 * mantissa << shift);
        var upper = scale.Multiply(4 * mantissa + 2 << shift) - isOdd;

        var whole = exact / 4;
        if (whole >= 10)
        {
            // With one digit less there is at most one candidate between the limits.
            var tens = whole / 10;
            var isBelowIn = lower <= 40 * tens;
            var isAboveIn = 40 * tens + 40 <= upper;
            if (isBelowIn != isAboveIn)
            {
                return WithoutZeros(isAboveIn ? tens + 1 : tens, power + 1);
            }
        }

        var isFloorIn = lower <= 4 * whole;
        var isCeilingIn = 4 * whole + 4 <= upper;
        if (isFloorIn != isCeilingIn)
        {
            return WithoutZeros(isCeilingIn ? whole + 1 : whole, power);
        }

        var middle = 4 * whole + 2;
        var isCeilingNearer = exact > middle || (exact == middle && (whole & 1) != 0);
        return WithoutZeros(isCeilingNearer ? whole + 1 : whole, power);
    }

    private static (ulong Digits, int Power) WithoutZeros(ulong digits, int power)
    {
        while (digits % 10_000 == 0)
        {
            digits /= 10_000;
            power += 4;
        }

        while (digits % 10 == 0)
        {
            digits /= 10;
            power++;
        }

        return (digits, power);
    }

    // Logarithms in fixed point, exact for all exponents of doubles.
    private static int FloorLog10(int exponent) => exponent * 1262611 >> 22;

    private static int FloorLog10OfThreeQuarters(int exponent) => exponent * 1262611 - 524031 >> 22;

    private static int FloorLog2OfTen(int power) => power * 1741647 >> 19;

    /// <summary>A power of ten as 128 significant bits, rounded up.</summary>
    private readonly ref struct Scale
    {
        private readonly ulong _high;
        private readonly ulong _low;

        public Scale(int power)
        {
            _high = PowersOfFive.High(power);

            // The table rounds down from zero on. It is exact up to 55, and no low half there is full.
            _low = PowersOfFive.Low(power) + (power > 55 ? 1UL : 0UL);
        }

        /// <summary>The whole part of the product, its last bit set if anything is behind it, so that comparisons still see that.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Multiply(ulong factor)
        {
            var below = Math.BigMul(_low, factor, out _);
            var high = Math.BigMul(_high, factor, out var low);
            low += below;
            if (low < below)
            {
                high++;
            }

            return high | (low > 1 ? 1UL : 0UL);
        }
    }
}
