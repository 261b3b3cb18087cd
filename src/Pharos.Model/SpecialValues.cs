using System.Runtime.CompilerServices;

namespace Pharos.Model;

/// <summary>The two NaNs with a fixed bit pattern. Any other NaN that comes in is stored as <see cref="NormalNaN"/>.</summary>
public static class SpecialValues
{
    public const ulong NormalNaNBits = 0x7FF8_0000_0000_0001;

    /// <summary>Written as the value of a series that has ended. It must survive every hop bit by bit.</summary>
    public const ulong StaleNaNBits = 0x7FF0_0000_0000_0002;

    public static double NormalNaN => BitConverter.UInt64BitsToDouble(NormalNaNBits);

    public static double StaleNaN => BitConverter.UInt64BitsToDouble(StaleNaNBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsStale(double value) => BitConverter.DoubleToUInt64Bits(value) == StaleNaNBits;
}
