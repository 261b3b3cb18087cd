using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Pharos.Foundation.Numbers;

/// <summary>Eight ASCII digits as one number, with arithmetic on all of them at once.</summary>
internal static class EightDigits
{
    /// <summary>False when one of the eight bytes is not a digit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> text, out uint value)
    {
        var bytes = BinaryPrimitives.ReadUInt64LittleEndian(text);

        // A digit has 3 in its high half, also after adding 6: that carries out of '9' + 1 and above.
        if (((bytes & 0xF0F0F0F0F0F0F0F0) | (((bytes + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) >> 4)) != 0x3333333333333333)
        {
            value = 0;
            return false;
        }

        // Pairs, then fours, then all eight; the first digit is in the lowest byte.
        bytes &= 0x0F0F0F0F0F0F0F0F;
        bytes = bytes * 10 + (bytes >> 8);
        var low = (bytes & 0x000000FF000000FF) * 0x000F424000000064;
        var high = ((bytes >> 16) & 0x000000FF000000FF) * 0x0000271000000001;
        value = (uint)((low + high) >> 32);
        return true;
    }
}
