using System.Buffers.Binary;

namespace Pharos.Fuzz.Mutation;

/// <summary>Makes new inputs of old ones. The same seed and the same calls make the same inputs.</summary>
internal sealed class Mutator(Random random)
{
    private static ReadOnlySpan<byte> InterestingBytes => [0, 1, 9, 10, 13, 32, 34, 35, 44, 48, 57, 58, 61, 92, 95, 123, 125, 127, 128, 0xC3, 0xED, 0xF4, 0xFF];

    private static ReadOnlySpan<ulong> InterestingNumbers =>
    [
        0, 1, 0x7F, 0x80, 0xFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, 0xFFFF_FFFF_FFFF_FFFF,
        0x7FF0_0000_0000_0000, 0x7FF0_0000_0000_0002, 0x7FF8_0000_0000_0001, 0x3FF0_0000_0000_0000,
    ];

    /// <summary>A new input from one entry, or from two of them.</summary>
    public byte[] Mutate(byte[] entry, byte[] other, IFuzzTarget target, int maxLength)
    {
        var bytes = new List<byte>(random.Next(8) == 0 ? Splice(entry, other) : entry);
        for (var steps = 1 << random.Next(5); steps > 0; steps--)
        {
            Step(bytes, target);
        }

        if (bytes.Count > maxLength)
        {
            bytes.RemoveRange(maxLength, bytes.Count - maxLength);
        }

        return [.. bytes];
    }

    private byte[] Splice(byte[] head, byte[] tail) => [.. head.AsSpan(0, random.Next(head.Length + 1)), .. tail.AsSpan(random.Next(tail.Length + 1))];

    private void Step(List<byte> bytes, IFuzzTarget target)
    {
        if (bytes.Count == 0)
        {
            bytes.Add((byte)random.Next(256));
            return;
        }

        var at = random.Next(bytes.Count);
        switch (random.Next(target.HasLengths ? 12 : 10))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = InterestingBytes[random.Next(InterestingBytes.Length)];
                break;
            case 2:
                bytes[at] = (byte)random.Next(256);
                break;
            case 3:
                bytes[at] += (byte)random.Next(-3, 4);
                break;
            case 4:
                bytes.RemoveRange(at, BlockLength(bytes, at));
                break;
            case 5:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, BlockLength(bytes, at)));
                break;
            case 6:
                MoveBlock(bytes, at);
                break;
            case 7 when target.Tokens.Count > 0:
            case 8 when target.Tokens.Count > 0:
                bytes.InsertRange(at, target.Tokens[random.Next(target.Tokens.Count)]);
                break;
            case 9 when target.Tokens.Count > 0:
                Overwrite(bytes, at, target.Tokens[random.Next(target.Tokens.Count)]);
                break;
            case 10:
                LengthMutation.ChangeBehindTag(bytes, random);
                break;
            case 11:
                WriteNumber(bytes, at);
                break;
            default:
                bytes.Insert(at, InterestingBytes[random.Next(InterestingBytes.Length)]);
                break;
        }
    }

    /// <summary>Short blocks mostly, long ones at times.</summary>
    private int BlockLength(List<byte> bytes, int at) => random.Next(1, Math.Min(bytes.Count - at, 1 << random.Next(1, 10)) + 1);

    private void MoveBlock(List<byte> bytes, int at)
    {
        var block = bytes.GetRange(at, BlockLength(bytes, at));
        bytes.RemoveRange(at, block.Count);
        bytes.InsertRange(random.Next(bytes.Count + 1), block);
    }

    private void WriteNumber(List<byte> bytes, int at)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(number, InterestingNumbers[random.Next(InterestingNumbers.Length)]);
        Overwrite(bytes, at, number[..(random.Next(2) == 0 ? 4 : 8)]);
    }

    private static void Overwrite(List<byte> bytes, int at, ReadOnlySpan<byte> with)
    {
        for (var i = 0; i < with.Length; i++)
        {
            if (at + i < bytes.Count)
            {
                bytes[at + i] = with[i];
            }
            else
            {
                bytes.Add(with[i]);
            }
        }
    }
}
