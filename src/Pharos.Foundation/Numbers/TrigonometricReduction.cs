using System.Numerics;

namespace Pharos.Foundation.Numbers;

/// <summary>
/// Takes whole eighths of a turn off an angle. Small angles lose three parts of π/4 one after the other (Cody and Waite); for large ones,
/// that many bits of 4/π are multiplied with as the result needs (Payne and Hanek).
/// </summary>
internal static class TrigonometricReduction
{
    private const double LargeFrom = 1 << 29;

    private const double PiQuarter = Math.PI / 4;

    // π/4 in three parts, the first two of which have products with octants that are exact.
    private const double PiQuarterHigh = 7.85398125648498535156e-1;
    private const double PiQuarterMiddle = 3.77489470793079817668e-8;
    private const double PiQuarterLow = 2.69515142907905952645e-15;

    /// <summary>The binary digits of 4/π: the 1 before the point, then what follows it.</summary>
    private static ReadOnlySpan<ulong> FourByPi =>
    [
        0x0000000000000001, 0x45f306dc9c882a53, 0xf84eafa3ea69bb81, 0xb6c52b3278872083,
        0xfca2c757bd778ac3, 0x6e48dc74849ba5c0, 0x0c925dd413a32439, 0xfc3bd63962534e7d,
        0xd1046bea5d768909, 0xd338e04d68befc82, 0x7323ac7306a673e9, 0x3908bf177bf25076,
        0x3ff12fffbc0b301f, 0xde5e2316b414da3e, 0xda6cfd9e4f96136e, 0x9e8c7ecd3cbfd45a,
        0xea4f758fd7cbe2f6, 0x7a0e73ef14a525d4, 0xd7f6bf623f1aba10, 0xac06608df8f6d757,
    ];

    /// <summary>The number of eighths of a turn, rounded to an even one (only its last three bits matter), and the angle left: at most π/4 in size.</summary>
    /// <param name="angle">In radians, finite, not negative.</param>
    public static ulong Reduce(double angle, out double rest)
    {
        if (angle >= LargeFrom)
        {
            return ReduceLarge(angle, out rest);
        }

        var octant = (ulong)(angle * (4 / Math.PI));
        octant += octant & 1;
        double count = octant;
        rest = ((angle - count * PiQuarterHigh) - count * PiQuarterMiddle) - count * PiQuarterLow;
        return octant;
    }

    private static ulong ReduceLarge(double angle, out double rest)
    {
        const int fractionBits = 52;
        const int bias = 1023;
        var bits = BitConverter.DoubleToUInt64Bits(angle);
        var exponent = (int)(bits >> fractionBits) - bias - fractionBits;
        var mantissa = (bits & ((1UL << fractionBits) - 1)) | (1UL << fractionBits);

        // The product of the mantissa with three digits of 64 bits; what is above them are whole turns.
        var (digit, shift) = Math.DivRem(exponent + 61, 64);
        var high = Digit(digit, shift) * mantissa;
        var middle = (UInt128)Digit(digit + 1, shift) * mantissa;
        var low = (UInt128)Digit(digit + 2, shift) * mantissa;
        var sum = new UInt128(high, 0) + middle + (low >> 64);

        var octant = (ulong)(sum >> 125);
        var fraction = (ulong)(sum >> 61);
        var lower = (ulong)sum;
        var zeros = BitOperations.LeadingZeroCount(fraction) + 1;

        // The bits that move in from below are the unshifted ones, as in Go; they are beyond the result's precision.
        fraction = ShiftLeft(fraction, zeros) | (lower >> (64 - zeros));
        var scaled = BitConverter.UInt64BitsToDouble((fraction >> (64 - fractionBits)) | ((ulong)(bias - zeros) << fractionBits));
        if ((octant & 1) != 0)
        {
            octant = (octant + 1) & 7;
            scaled--;
        }

        rest = scaled * PiQuarter;
        return octant;
    }

    private static ulong Digit(int index, int shift) => (ulong)(new UInt128(FourByPi[index], FourByPi[index + 1]) << shift >> 64);

    private static ulong ShiftLeft(ulong value, int count) => count < 64 ? value << count : 0;
}
