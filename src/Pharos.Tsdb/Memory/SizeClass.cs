using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pharos.Tsdb.Memory;

/// <summary>
/// The sizes that <see cref="SlabAllocator"/> rounds up to: multiples of 8 up to 64 bytes, from there four steps to each doubling, so that no
/// more than a fifth is wasted.
/// </summary>
internal static class SizeClass
{
    public const int Largest = 8192;

    /// <summary>Classes 0 to 6 are 16, 24 … 64 bytes.</summary>
    private const int LinearClasses = 7;
    private const int LinearLimit = 64;
    private const int StepsPerDoubling = 4;

    public static int Count { get; } = Of(Largest) + 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(int bytes)
    {
        if (bytes <= LinearLimit)
        {
            return Math.Max((bytes + 7) / 8 - 2, 0);
        }

        var doubling = BitOperations.Log2((uint)(bytes - 1));
        var step = (bytes - 1 - (1 << doubling)) >> (doubling - 2);
        return LinearClasses + (doubling - 6) * StepsPerDoubling + step;
    }

    public static int Bytes(int index)
    {
        if (index < LinearClasses)
        {
            return 16 + index * 8;
        }

        var doubling = 6 + (index - LinearClasses) / StepsPerDoubling;
        var step = (index - LinearClasses) % StepsPerDoubling;
        return (1 << doubling) + ((step + 1) << (doubling - 2));
    }

    public static int RoundUp(int bytes) => bytes > Largest ? bytes : Bytes(Of(bytes));
}
