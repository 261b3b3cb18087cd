using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Pharos.Remote.Receiving;

/// <summary>
/// What a series is recognized by: 128 bits of its labels as they were sent, under numbers drawn when the process starts. Two series with one key are
/// not to be expected in the lifetime of the universe, and a sender who does not know the numbers cannot make them. Keep it in memory only.
/// </summary>
/// <remarks>Two lanes multiply each sixteen bytes to 128 bits and fold these; they take the same bytes with different numbers.</remarks>
internal readonly record struct SeriesKey(ulong First, ulong Second)
{
    private const int Block = 2 * sizeof(ulong);

    private static readonly ulong[] Drawn = Draw();

    /// <summary>The key of bytes.</summary>
    public static SeriesKey Of(ReadOnlySpan<byte> bytes)
    {
        var lanes = new SeriesKey(Drawn[0], Drawn[1] + (ulong)bytes.Length);
        var rest = bytes;
        for (; rest.Length > Block; rest = rest[Block..])
        {
            lanes = lanes.With(BinaryPrimitives.ReadUInt64LittleEndian(rest), BinaryPrimitives.ReadUInt64LittleEndian(rest[sizeof(ulong)..]));
        }

        if (bytes.Length >= Block)
        {
            // The last sixteen bytes, some of them for the second time.
            rest = bytes[^Block..];
            return lanes.With(BinaryPrimitives.ReadUInt64LittleEndian(rest), BinaryPrimitives.ReadUInt64LittleEndian(rest[sizeof(ulong)..])).Finish();
        }

        Span<byte> padded = stackalloc byte[Block];
        padded.Clear();
        rest.CopyTo(padded);
        return lanes.With(BinaryPrimitives.ReadUInt64LittleEndian(padded), BinaryPrimitives.ReadUInt64LittleEndian(padded[sizeof(ulong)..])).Finish();
    }

    /// <summary>The beginning of the key of a list of keys.</summary>
    public static SeriesKey BeginList() => new(Drawn[4], Drawn[5]);

    /// <summary>With one more key in the list.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SeriesKey Add(SeriesKey key) => With(key.First, key.Second);

    public SeriesKey Finish() => new(Fold(First ^ Drawn[6], Second ^ Drawn[7]), Fold(Second ^ Drawn[2], First ^ Drawn[3]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private SeriesKey With(ulong left, ulong right) => new(Fold(left ^ Drawn[2], right ^ First), Fold(left ^ Second, right ^ Drawn[3]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }

    private static ulong[] Draw()
    {
        Span<byte> bytes = stackalloc byte[8 * sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        var numbers = new ulong[8];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(i * sizeof(ulong))..]);
        }

        return numbers;
    }
}
