using System.Numerics;

namespace Pharos.Foundation.Numbers;

/// <summary>The 128 leading bits of the powers of five (and so of ten) that conversion between doubles and decimal numbers needs.</summary>
internal static class PowersOfFive
{
    public const int Smallest = -342;
    public const int Largest = 324;

    /// <summary>For each power its high half and its low half. Rounded down from zero on, which is exact up to 55; below zero rounded up.</summary>
    private static readonly ulong[] Halves = Compute();

    public static ulong High(int power) => Halves[2 * (power - Smallest)];

    public static ulong Low(int power) => Halves[2 * (power - Smallest) + 1];

    /// <summary>Computed at first use, in a millisecond, rather than kept as 1,334 constants.</summary>
    private static ulong[] Compute()
    {
        var table = new ulong[2 * (Largest - Smallest + 1)];
        var power = BigInteger.One;
        for (var q = 0; q <= Largest; q++, power *= 5)
        {
            var excess = (int)power.GetBitLength() - 128;
            Put(q, excess > 0 ? power >> excess : power << -excess);
        }

        power = 5;
        for (var q = -1; q >= Smallest; q--, power *= 5)
        {
            // The reciprocal, rounded up: 128 significant bits of it, and one at least as large where Lemire's method asks for it.
            var bits = (int)(power - 1).GetBitLength();
            var reciprocal = (BigInteger.One << (q >= -27 ? bits + 127 : 2 * bits + 128)) / power + 1;
            var excess = (int)reciprocal.GetBitLength() - 128;
            Put(q, excess > 0 ? reciprocal >> excess : reciprocal);
        }

        return table;

        void Put(int q, BigInteger bits)
        {
            var at = 2 * (q - Smallest);
            table[at] = (ulong)(bits >> 64);
            table[at + 1] = (ulong)(bits & ulong.MaxValue);
        }
    }
}
