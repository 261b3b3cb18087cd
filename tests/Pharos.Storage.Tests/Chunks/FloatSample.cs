using FsCheck;
using FsCheck.Fluent;
using Property = Pharos.Testing.Property;

namespace Pharos.Storage.Tests.Chunks;

/// <summary>A float as it goes into a chunk, and sequences of them of every kind that the encodings tell apart.</summary>
public readonly record struct FloatSample(long TimestampMs, ulong Bits, long StartTimestampMs = 0)
{
    private static readonly ulong[] SpecialBits =
    [
        0, 0x8000_0000_0000_0000, 0x7FF0_0000_0000_0000, 0xFFF0_0000_0000_0000, 0x7FF8_0000_0000_0001, 0x7FF0_0000_0000_0002, 0xFFFF_FFFF_FFFF_FFFF, 1,
    ];

    /// <summary>The last and the first numbers of the ranges that changes of the time step are written in.</summary>
    private static readonly long[] Edges =
    [
        0, 1, 4095, 4096, 8191, 8192, 8193, 65535, 65536, 65537, 524287, 524288, 524289, long.MaxValue,
    ];

    public double Value => BitConverter.UInt64BitsToDouble(Bits);

    /// <summary>From none to a few hundred samples.</summary>
    public static Gen<FloatSample[]> Sequences =>
        from count in Gen.Frequency((4, Gen.Choose(0, 40)), (1, Gen.Choose(100, 300)))
        from first in Property.AnyInt64()
        from steps in Step.ArrayOf(count)
        select Join(first, steps);

    private static Gen<(long Change, ulong Difference, bool Set, long? Age)> Step =>
        from change in Gen.Frequency(
            (6, Gen.Constant(0L)),
            (2, from edge in Gen.Elements(Edges) from negative in Gen.Elements(false, true) select negative ? -edge : edge),
            (1, Property.AnyInt64()))
        from difference in Gen.Frequency(
            (3, Gen.Constant(0UL)),
            (4, from bits in Property.AnyInt64() from shift in Gen.Choose(0, 63) select (ulong)bits << shift),
            (1, Gen.Elements(SpecialBits)))
        from set in Gen.Elements(false, false, true)
        from age in Gen.Frequency((8, Gen.Constant((long?)null)), (1, from age in Property.AnyInt64() select (long?)age))
        select (change, difference, set, age);

    private static FloatSample[] Join(long first, (long Change, ulong Difference, bool Set, long? Age)[] steps)
    {
        var samples = new FloatSample[steps.Length];
        long delta = 15_000;
        var current = new FloatSample(first, 0);
        for (var i = 0; i < steps.Length; i++)
        {
            var (change, difference, set, age) = steps[i];
            delta += change;
            current = new FloatSample(
                unchecked(current.TimestampMs + delta),
                set ? difference : current.Bits ^ difference,
                age is { } back ? unchecked(current.TimestampMs - back) : current.StartTimestampMs);
            samples[i] = current;
        }

        return samples;
    }
}
