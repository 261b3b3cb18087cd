using System.Runtime.CompilerServices;

namespace Pharos.Instrumentation;

/// <summary>Arithmetic on a double that several threads write to.</summary>
internal static class AtomicDouble
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(ref double location, double amount)
    {
        // Compared by bits, since a NaN would never equal itself and the loop would not end.
        ref var bits = ref Unsafe.As<double, long>(ref location);
        var seen = Volatile.Read(ref bits);
        while (true)
        {
            var next = BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(seen) + amount);
            var found = Interlocked.CompareExchange(ref bits, next, seen);
            if (found == seen)
            {
                return;
            }

            seen = found;
        }
    }
}
