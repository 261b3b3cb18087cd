using System.Numerics;

namespace Pharos.Hosting.Protection;

/// <summary>The binary digits of π behind its point, from which Blowfish takes its tables: numbers that nobody chose.</summary>
internal static class PiBits
{
    /// <summary>So many more are computed than are given, that no rounding reaches those.</summary>
    private const int Spare = 64;

    /// <summary>The first digits, 32 to a number.</summary>
    public static uint[] Words(int count)
    {
        var bits = count * 32 + Spare;

        // Machin's formula: π = 16·arctan(1/5) − 4·arctan(1/239).
        var pi = 16 * InverseTangent(5, bits) - 4 * InverseTangent(239, bits);
        var fraction = (pi - (new BigInteger(3) << bits)) >> Spare;
        var bytes = new byte[count * 4];
        var digits = fraction.ToByteArray(isUnsigned: true, isBigEndian: true);
        digits.CopyTo(bytes, bytes.Length - digits.Length);
        var words = new uint[count];
        for (var i = 0; i < count; i++)
        {
            words[i] = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(i * 4));
        }

        return words;
    }

    /// <summary>arctan(1/x) with so many bits behind the point.</summary>
    private static BigInteger InverseTangent(int x, int bits)
    {
        var power = (BigInteger.One << bits) / x;
        var sum = power;
        for (var divisor = 3; !power.IsZero; divisor += 2)
        {
            power /= -x * x;
            sum += power / divisor;
        }

        return sum;
    }
}
