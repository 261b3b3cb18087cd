using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Pharos.Foundation.Bytes;

/// <summary>
/// A fast hash of bytes for tables in memory, with a seed that is drawn when the process starts: who sends the keys cannot choose them to
/// collide. Never store it or show it.
/// </summary>
public static class SeededHash
{
    private const ulong Mix1 = 0x9E3779B97F4A7C15;
    private const ulong Mix2 = 0xD6E8FEB86659FD93;

    private static readonly ulong Seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1;

    public static ulong Compute(ReadOnlySpan<byte> data)
    {
        ref var start = ref MemoryMarshal.GetReference(data);
        var length = data.Length;
        var hash = Seed ^ ((ulong)length * Mix1);
        if (length >= 16)
        {
            var position = 0;
            for (; position <= length - 16; position += 16)
            {
                hash = Fold(Word(ref start, position) ^ hash, Word(ref start, position + 8) ^ Mix2);
            }

            // The last 16 bytes again, those of them that were not in a whole step among them.
            return Fold(Word(ref start, length - 16) ^ hash, Word(ref start, length - 8) ^ Mix1);
        }

        if (length >= 8)
        {
            return Fold(Word(ref start, 0) ^ hash, Word(ref start, length - 8) ^ Mix1);
        }

        ulong rest = 0;
        foreach (var value in data)
        {
            rest = (rest << 8) | value;
        }

        return Fold(rest ^ hash, Seed ^ Mix1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte start, int offset) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }
}
