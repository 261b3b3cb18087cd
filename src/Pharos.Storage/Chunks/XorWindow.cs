using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pharos.Storage.Chunks;

/// <summary>How the difference of two values is cut: its significant bits lie between leading and trailing zeros.</summary>
internal static class XorWindow
{
    /// <summary>The most leading zeros that five bits can tell. Further ones count as significant.</summary>
    private const int MaxLeading = 31;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Leading(ulong difference) => Math.Min(BitOperations.LeadingZeroCount(difference), MaxLeading);

    /// <summary>Five bits of leading zeros and six of the number of significant bits, of which 64 is written as 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Describe(int leading, int significant) => ((ulong)(uint)leading << 6) | ((uint)significant & 63);

    /// <summary>The number of significant bits in a description.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Significant(uint description) => (int)((description - 1) & 63) + 1;
}
