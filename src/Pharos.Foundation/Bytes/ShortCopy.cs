using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pharos.Foundation.Bytes;

/// <summary>
/// Copies texts of a few bytes, as names and values of labels are, without a call: two loads and stores that overlap in the middle
/// cover every length of a class. Longer texts are copied as ever.
/// </summary>
public static class ShortCopy
{
    /// <summary>Copies to the start of <paramref name="destination"/>, which must have room and not overlap the source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        // The slow path checks and throws.
        if (source.Length > destination.Length || source.Length > 2 * Vector128<byte>.Count)
        {
            source.CopyTo(destination);
            return;
        }

        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(destination);
        var length = (nuint)source.Length;
        if (length >= sizeof(ulong))
        {
            if (length >= 16)
            {
                var first = Vector128.LoadUnsafe(ref from);
                var last = Vector128.LoadUnsafe(ref from, length - 16);
                first.StoreUnsafe(ref to);
                last.StoreUnsafe(ref to, length - 16);
                return;
            }

            var head = Unsafe.ReadUnaligned<ulong>(ref from);
            var tail = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref from, length - 8));
            Unsafe.WriteUnaligned(ref to, head);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, length - 8), tail);
            return;
        }

        if (length >= sizeof(uint))
        {
            var head = Unsafe.ReadUnaligned<uint>(ref from);
            var tail = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, length - 4));
            Unsafe.WriteUnaligned(ref to, head);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, length - 4), tail);
            return;
        }

        for (nuint i = 0; i < length; i++)
        {
            Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i);
        }
    }
}
